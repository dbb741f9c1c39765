using System.Text.Json;
using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Operations;

/// <summary>One attempt of a step, as the step sees it.</summary>
internal sealed class RunningStepContext(OperationStep step, OperationRun run, StepWrites writes) : StepContext
{
    private const int LongestMessage = 2_000;
    private string? _checkpoint;

    /// <summary>Set when the step asked to end as skipped.</summary>
    public string? SkippedBecause { get; private set; }

    private Redactor Redactor => run.Redactor;

    public static RunningStepContext Create(
        Operation operation, OperationStep step, OperationRun run, StepWrites writes, int attempt, string? checkpoint) =>
        new(step, run, writes)
        {
            OperationId = operation.Id,
            Kind = operation.Kind,
            ClusterId = operation.ClusterId ?? Guid.Empty,
            ClusterName = operation.TargetName,
            Component = operation.Component,
            Parameters = operation.Parameters,
            ActorName = operation.ActorName,
            Attempt = attempt,
            _checkpoint = checkpoint,
        };

    public override T? Checkpoint<T>()
        where T : class => _checkpoint is null ? null : JsonSerializer.Deserialize<T>(_checkpoint, JsonSerializerOptions.Web);

    public override async Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken)
    {
        var json = JsonRedaction.Serialize(checkpoint, Redactor);
        await writes.SaveCheckpointAsync(json, cancellationToken);
        _checkpoint = json;
    }

    public override Task ReportAsync(string message, CancellationToken cancellationToken) =>
        writes.ReportAsync(Line(message), cancellationToken);

    public override Task SaveResultAsync<T>(T result, CancellationToken cancellationToken) =>
        writes.SaveResultAsync(JsonRedaction.Serialize(result, Redactor), cancellationToken);

    public override void Log(LineLevel level, string text) => run.Log.Add(step.Ordinal, level, text);

    public override void Hide(string secret) => Redactor.Hide(secret);

    public override void Skip(string why) => SkippedBecause = Line(why);

    private string Line(string message)
    {
        var line = Redactor.Redact(message);
        return line.Length <= LongestMessage ? line : line[..(LongestMessage - 1)] + "…";
    }
}

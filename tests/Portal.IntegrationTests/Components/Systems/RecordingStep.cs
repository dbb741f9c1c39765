using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Operations;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>A step's context that keeps what the step says.</summary>
internal sealed class RecordingStep : StepContext
{
    private string? _checkpoint;

    public List<string> Lines { get; } = [];

    public List<string> Secrets { get; } = [];

    public JsonObject Result { get; } = [];

    public string Report { get; private set; } = "";

    public static RecordingStep Create(Guid clusterId, string clusterName) => new()
    {
        OperationId = Guid.NewGuid(),
        Kind = "test",
        ClusterId = clusterId,
        ClusterName = clusterName,
        Component = null,
        Parameters = null,
        Attempt = 1,
        ActorName = "olga",
    };

    public override T? Checkpoint<T>()
        where T : class => _checkpoint is null ? null : JsonSerializer.Deserialize<T>(_checkpoint, JsonSerializerOptions.Web);

    public override Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken)
    {
        _checkpoint = JsonSerializer.Serialize(checkpoint, JsonSerializerOptions.Web);
        return Task.CompletedTask;
    }

    public override Task ReportAsync(string message, CancellationToken cancellationToken)
    {
        Report = message;
        Lines.Add(message);
        return Task.CompletedTask;
    }

    public override Task SaveResultAsync<T>(T result, CancellationToken cancellationToken)
    {
        foreach (var (key, value) in JsonSerializer.SerializeToNode(result, JsonSerializerOptions.Web)!.AsObject())
        {
            Result[key] = value?.DeepClone();
        }

        return Task.CompletedTask;
    }

    public override void Log(LineLevel level, string text) => Lines.Add(text);

    public override void Hide(string secret) => Secrets.Add(secret);

    public override void Skip(string why) => Report = why;
}

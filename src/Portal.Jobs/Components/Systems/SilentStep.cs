using Portal.Core.Operations;

namespace Portal.Jobs.Components.Systems;

/// <summary>What a step that only looks says goes nowhere.</summary>
internal sealed class SilentStep : StepContext
{
    public override T? Checkpoint<T>()
        where T : class => null;

    public override Task SaveCheckpointAsync<T>(T checkpoint, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task ReportAsync(string message, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task SaveResultAsync<T>(T result, CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Log(LineLevel level, string text)
    {
    }

    public override void Hide(string secret)
    {
    }

    public override void Skip(string why)
    {
    }
}

using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Secrets;

/// <summary>Adds the key that encrypts from now on. The checkpoint tells a key of this operation from older ones.</summary>
internal sealed class AddKeyStep(KeyRing ring, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var begun = context.Checkpoint<Begun>();
        if (begun is null)
        {
            begun = new Begun(clock.GetUtcNow());
            await context.SaveCheckpointAsync(begun, cancellationToken);
        }

        var key = await ring.AddKeyAsync(begun.At, cancellationToken);
        context.Info($"Key {key} encrypts from now on.");
    }

    internal sealed record Begun(DateTimeOffset At);
}

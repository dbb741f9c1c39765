using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Waits until the component runs. An upgrade that does not get there is rolled back, where that was asked for.</summary>
internal sealed class AwaitReadyStep(ReleaseLoader releases, ReadinessWait wait, UpgradeReturn back) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        // What helm has taken is waited for, whatever the catalogue asks of values by now.
        var release = await releases.LoadAsync(context, cancellationToken, screen: false);
        if (context.Checkpoint<HelmCheckpoint>()?.Failure is { } failure)
        {
            throw await back.RunAsync(release, failure, context, cancellationToken);
        }

        var outcome = await wait.RunAsync(release, context, cancellationToken);
        if (outcome.Failure is null)
        {
            await context.SaveResultAsync(new { outcome.Ready }, cancellationToken);
            return;
        }

        if (!UpgradeReturn.IsWanted(release, context))
        {
            throw new ProblemException(outcome.Failure);
        }

        throw outcome.Answered
            ? await back.RunAsync(release, outcome.Failure, context, cancellationToken)
            : new ProblemException(outcome.Failure with { Why = $"{outcome.Failure.Why} Nothing was rolled back, as the cluster could not be asked what runs." });
    }
}

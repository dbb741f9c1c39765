using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Helm;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>Rolls back to a revision that helm still holds. Resumes as <see cref="HelmInstallStep"/> does.</summary>
internal sealed class HelmRollBackStep(
    ReleaseLoader releases,
    ReleaseRecorder recorder,
    RevisionReturn back,
    InterruptedRelease interrupted,
    IClusterConnections connections,
    IOptions<ComponentsOptions> options) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var release = await releases.LoadAsync(context, cancellationToken);
        var goal = release.Operation.ToRevision ?? throw new InvalidOperationException("A roll-back names its revision.");
        var access = await connections.ReadAccessAsync(context.ClusterId, cancellationToken);
        context.Hide(access.Token);
        var run = new HelmRun(access, context.Info, options.Value.HelmTimeout);

        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var history = await ReleaseHistory.ReadAsync(cluster, release.Helm, cancellationToken);
        var begun = context.Checkpoint<HelmCheckpoint>();
        if (begun is null || !history.IsDeployedSince(begun.BaseRevision))
        {
            history = await interrupted.RecoverAsync(release, history, begun, run, context, cancellationToken);
            if (!history.Has(goal))
            {
                throw ProblemException.Conflict($"{release.Entry.Title} on {release.ClusterName} has no revision {goal} any more",
                    "helm keeps the latest 20 revisions.", "Upgrade to the version and values that you want.");
            }

            await FinishedJobs.ClearAsync(cluster, release, context, cancellationToken);
            await KeptDefinitions.KeepAsync(cluster, release, history, cancellationToken);
            await context.SaveCheckpointAsync(new HelmCheckpoint(history.LatestNumber), cancellationToken);
            try
            {
                await back.RunAsync(release, goal, run, context, cancellationToken);
            }
            catch (ProblemException failed)
            {
                throw await HookJobs.ExplainAsync(cluster, release, failed, cancellationToken);
            }

            history = await ReleaseHistory.ReadAsync(cluster, release.Helm, cancellationToken);
        }

        await recorder.RecordAsync(release, history.LatestNumber, $"roll back to {goal}", context, cancellationToken);
        await context.ReportAsync($"{release.Entry.Title} {release.Version}, revision {history.LatestNumber}", cancellationToken);
    }
}

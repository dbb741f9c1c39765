using Portal.Core.Components.Helm;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components;

/// <summary>
/// Clears what a helm that was cut off leaves behind: a revision that is pending for ever, and locks the release.
/// A first install goes away as a whole; anything later goes back to the last revision that was deployed.
/// </summary>
internal sealed class InterruptedRelease(HelmCli helm, TimeProvider clock)
{
    /// <returns>The history after the recovery.</returns>
    /// <param name="begun">The step's checkpoint: a newer revision is its own; somebody else's is left alone while it may be running.</param>
    public async Task<HelmHistory> RecoverAsync(
        LoadedRelease release, HelmHistory history, HelmCheckpoint? begun, HelmRun run, StepContext context, CancellationToken cancellationToken)
    {
        if (history.Latest is not { IsPending: true } pending)
        {
            return history;
        }

        var own = begun is not null && pending.Revision > begun.BaseRevision;
        if (!own && pending.Age(clock.GetUtcNow()) < run.TimeLimit)
        {
            throw ProblemException.Conflict(
                $"{release.Entry.Title} on {release.ClusterName} is being changed by somebody else's helm",
                $"Revision {pending.Revision} is {pending.Status} since {pending.Updated:u}.",
                "Wait until that has ended, and retry.");
        }

        context.Warn($"Revision {pending.Revision} is {pending.Status}: an earlier run was cut off. Clearing it.");
        if (history.LastSound is { } last && pending.Status != "uninstalling")
        {
            await helm.RollBackAsync(release.Helm, last.Revision, run, cancellationToken);
        }
        else
        {
            await helm.UninstallAsync(release.Helm, run, cancellationToken);
        }

        return await helm.HistoryAsync(release.Helm, run.Cluster, cancellationToken);
    }
}

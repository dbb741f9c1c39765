using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components;

/// <summary>
/// Brings back the revision that ran before an upgrade that failed, and says both: what failed, and what runs now. The cause
/// is in the step's checkpoint before anything is done, so that a worker that takes over goes on with the way back.
/// </summary>
internal sealed class UpgradeReturn(
    RevisionReturn back,
    InterruptedRelease interrupted,
    ReadinessWait wait,
    ReleaseRecorder recorder,
    IClusterConnections connections,
    IDbContextFactory<PortalDbContext> contexts,
    SecretProtector protector,
    IOptions<ComponentsOptions> options)
{
    /// <summary>True for an upgrade that is to end with the revision before it when it fails.</summary>
    public static bool IsWanted(LoadedRelease release, StepContext context) =>
        context.Kind == OperationKinds.UpgradeComponent && release.Operation.MayRollBack;

    /// <summary>Returns what the step ends with: always a failure, that of the upgrade.</summary>
    public async Task<ProblemException> RunAsync(LoadedRelease release, Problem failure, StepContext context, CancellationToken cancellationToken)
    {
        var goal = release.Operation.BaseRevision;
        try
        {
            var (version, revision, outcome) = await BringBackAsync(release, goal, failure, context, cancellationToken);
            await context.SaveResultAsync(new { RolledBack = new RolledBack(goal, revision, outcome.Failure is null) }, cancellationToken);
            return outcome.Failure is { } also
                ? Both(failure, $"Revision {goal} ({version}) was brought back as revision {revision}, and is not ready either: {also.Why}", also.Remedy)
                : new ProblemException(failure with
                {
                    Why = $"{failure.Why} Revision {goal} ({version}) runs again, as revision {revision}.",
                    Remedy = $"{failure.Remedy} A retry tries the upgrade again.",
                });
        }
        catch (ProblemException second)
        {
            var both = Both(failure, $"The roll-back to revision {goal} failed too: {second.Problem.What}: {second.Problem.Why}", second.Problem.Remedy);
            return second.Problem.Kind == ProblemKind.Unavailable ? new ProblemException(both.Problem with { Kind = ProblemKind.Unavailable }, second) : both;
        }
    }

    private async Task<(string Version, int Revision, ReadinessOutcome Outcome)> BringBackAsync(
        LoadedRelease release, int goal, Problem failure, StepContext context, CancellationToken cancellationToken)
    {
        var former = await FindAsync(release, goal, cancellationToken);
        var access = await connections.ReadAccessAsync(context.ClusterId, cancellationToken);
        context.Hide(access.Token);
        var run = new HelmRun(access, context.Info, options.Value.HelmTimeout);
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var history = await ReleaseHistory.ReadAsync(cluster, release.Helm, cancellationToken);
        var begun = context.Checkpoint<HelmCheckpoint>();
        if (begun?.Failure is null)
        {
            context.Warn($"{failure.What}: {failure.Why}");
            context.Warn($"Rolling back to revision {goal} ({former.Version}).");
            begun = new HelmCheckpoint(history.LatestNumber, failure);
            await context.SaveCheckpointAsync(begun, cancellationToken);
            await context.SaveResultAsync(new { RolledBack = new RolledBack(goal) }, cancellationToken);
        }

        if (!history.IsDeployedSince(begun.BaseRevision))
        {
            history = await interrupted.RecoverAsync(release, history, begun, run, context, cancellationToken);
            if (!history.Has(goal))
            {
                throw ProblemException.Conflict($"{release.Entry.Title} on {release.ClusterName} has no revision {goal} any more",
                    "helm keeps the latest 20 revisions.", "Upgrade to the version and values that you want.");
            }

            await FinishedJobs.ClearAsync(cluster, release, context, cancellationToken);
            await KeptDefinitions.KeepAsync(cluster, release, history, cancellationToken);
            await back.RunAsync(Former(release, former, release.Row.Revision), goal, run, context, cancellationToken);
            history = await ReleaseHistory.ReadAsync(cluster, release.Helm, cancellationToken);
        }

        await recorder.RecordReturnAsync(release, former, history.LatestNumber, context, cancellationToken);
        return (former.Version, history.LatestNumber, await wait.RunAsync(Former(release, former, history.LatestNumber), context, cancellationToken));
    }

    private async Task<ComponentRevision> FindAsync(LoadedRelease release, int revision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.ComponentRevisions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.ReleaseId == release.Row.Id && row.Revision == revision, cancellationToken)
            ?? throw ProblemException.NotFound($"{release.Entry.Title} on {release.ClusterName} has no revision {revision}", "Pick a revision from its history.");
    }

    /// <summary>The release as it is once the former revision is back.</summary>
    private LoadedRelease Former(LoadedRelease release, ComponentRevision former, int revision) => release with
    {
        Values = ComponentValues.Merge(
            release.Entry, former.Version, former.ProtectedValues is { } cipher ? protector.Unprotect(SecretProtector.ReleaseValues, cipher) : "", release.Layer),
        Operation = release.Operation with { Version = former.Version },
        Row = new ComponentRelease
        {
            Id = release.Row.Id,
            ClusterId = release.Row.ClusterId,
            Component = release.Row.Component,
            ReleaseName = release.Row.ReleaseName,
            Namespace = release.Row.Namespace,
            Version = former.Version,
            Revision = revision,
            InstalledAt = release.Row.InstalledAt,
        },
    };

    /// <summary>What stood in the way of the upgrade often stands in the way back too: one remedy is said once.</summary>
    private static ProblemException Both(Problem failure, string second, string remedy) => new(failure with
    {
        Why = $"{failure.Why} {second}",
        Remedy = failure.Remedy == remedy ? remedy : $"{failure.Remedy} {remedy}",
    });
}

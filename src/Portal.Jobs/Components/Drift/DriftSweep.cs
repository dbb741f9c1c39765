using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Drift;

/// <summary>
/// Compares releases with their manifests: those that somebody asks about at once, each other one when its last comparison is
/// old or of another revision. Some at a time, so that the work is spread; none that an operation changes.
/// </summary>
internal sealed class DriftSweep(
    DriftStore store, IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, IOptions<ComponentsOptions> options, TimeProvider clock)
    : IRecurringJob
{
    private const int AtOnce = 20;
    private const int Concurrency = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMinutes(1);
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];
    private static readonly ReleaseState[] Settled = [ReleaseState.Ready, ReleaseState.Degraded, ReleaseState.Failed];

    public async Task RunAsync(CancellationToken cancellationToken) => await Parallel.ForEachAsync(
        await ReadDueAsync(cancellationToken),
        new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
        async (release, token) => await LookAsync(release, token));

    private async Task<List<Due>> ReadDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (oldest, recent) = (now - options.Value.DriftInterval, now - BeforeAnother);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from release in db.ComponentReleases.AsNoTracking()
            where release.Revision > 0 && Settled.Contains(release.State)
                && (release.Cluster!.State == ClusterState.Healthy || release.Cluster.State == ClusterState.Degraded)
                && !db.Operations.Any(operation => operation.ClusterId == release.ClusterId && operation.Component == release.Component && Open.Contains(operation.State))
            join row in db.ReleaseDrifts on release.Id equals row.ReleaseId into rows
            from drift in rows.DefaultIfEmpty()
            where drift == null || drift.TriedAt == null || drift.AskedAt > drift.TriedAt || drift.TriedAt < oldest
                || (drift.Revision != release.Revision && drift.TriedAt < recent)
            orderby drift.AskedAt > drift.TriedAt descending, drift.TriedAt
            select new Due(release.Id, release.ClusterId, release.Cluster!.Name, release.ReleaseName, release.Namespace, release.Revision))
            .Take(AtOnce).ToListAsync(cancellationToken);
    }

    private async Task LookAsync(Due release, CancellationToken cancellationToken)
    {
        var begun = clock.GetUtcNow();
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var cluster = await connections.ConnectAsync(release.ClusterId, either.Token);
            var compared = await DriftCheck.CompareAsync(
                cluster, new ReleaseRevision(release.Id, release.Name, release.Namespace, release.Revision), either.Token);
            await store.SaveAsync(release.Id, release.Revision, begun, compared, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await store.FailAsync(release.Id, begun, $"Cluster {release.ClusterName} did not answer within {Deadline.TotalSeconds:0} seconds.", cancellationToken);
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            var problem = KubernetesFaults.Describe(error, release.ClusterName).Problem;
            await store.FailAsync(release.Id, begun, $"{problem.What}: {problem.Why}", cancellationToken);
        }
    }

    private sealed record Due(Guid Id, Guid ClusterId, string ClusterName, string Name, string Namespace, int Revision);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Adoption;

/// <summary>
/// Looks for helm releases where somebody asked for it, where nobody has looked yet, and where the last look is old: some
/// clusters at a time. A cluster that does not answer keeps what was found before, with its age.
/// </summary>
internal sealed class DiscoverySweep(
    IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, IOptions<ComponentsOptions> options, TimeProvider clock)
    : IRecurringJob
{
    private const int AtOnce = 40;
    private const int Concurrency = 8;
    private const int MaxProblem = 1000;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var due = await ReadDueAsync(cancellationToken);
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (cluster, token) => await LookAsync(cluster.Id, cluster.Name, token));
    }

    private async Task<List<DueCluster>> ReadDueAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - options.Value.DiscoveryInterval;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from cluster in db.Clusters.AsNoTracking()
            where cluster.State == ClusterState.Healthy || cluster.State == ClusterState.Degraded
            join row in db.ClusterDiscoveries on cluster.Id equals row.ClusterId into rows
            from look in rows.DefaultIfEmpty()
            where look == null || look.TriedAt == null || look.AskedAt > look.TriedAt || look.TriedAt < oldest
            orderby look.AskedAt > look.TriedAt descending, look.TriedAt
            select new DueCluster(cluster.Id, cluster.Name)).Take(AtOnce).ToListAsync(cancellationToken);
    }

    private async Task LookAsync(Guid id, string name, CancellationToken cancellationToken)
    {
        var begun = clock.GetUtcNow();
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(either.Token);
            var known = await db.DiscoveredReleases.Where(release => release.ClusterId == id).ToListAsync(either.Token);
            var own = (await db.ComponentReleases.AsNoTracking().Where(release => release.ClusterId == id)
                .Select(release => new { release.Namespace, release.ReleaseName }).ToListAsync(either.Token))
                .Select(release => (release.Namespace, release.ReleaseName)).ToHashSet();
            var found = await ReleaseDiscovery.ReadAsync(id, await connections.ConnectAsync(id, either.Token), known, own, either.Token);
            db.DiscoveredReleases.RemoveRange(known.Except(found));
            await db.SaveChangesAsync(either.Token);
            db.DiscoveredReleases.AddRange(found.Except(known));
            await db.SaveChangesAsync(either.Token);
            await WriteAsync(id, begun, begun, "", cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await WriteAsync(id, begun, null, $"Cluster {name} did not answer within {Deadline.TotalSeconds:0} seconds.", cancellationToken);
        }
        catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
        {
            var problem = KubernetesFaults.Describe(error, name).Problem;
            await WriteAsync(id, begun, null, $"{problem.What}: {problem.Why}", cancellationToken);
        }
        catch (DbUpdateException)
        {
            // The cluster has left meanwhile, or another look was faster.
        }
    }

    private async Task WriteAsync(Guid cluster, DateTimeOffset tried, DateTimeOffset? seen, string problem, CancellationToken cancellationToken)
    {
        problem = problem.Length > MaxProblem ? problem[..MaxProblem] : problem;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cluster_discoveries (cluster_id, tried_at, seen_at, problem) SELECT id, {tried}, {seen}, {problem} FROM clusters WHERE id = {cluster}
            ON CONFLICT (cluster_id) DO UPDATE SET tried_at = EXCLUDED.tried_at, seen_at = COALESCE(EXCLUDED.seen_at, cluster_discoveries.seen_at), problem = EXCLUDED.problem
            """,
            cancellationToken);
    }

    private sealed record DueCluster(Guid Id, string Name);
}

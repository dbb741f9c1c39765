using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Planning;

/// <summary>What PostgreSQL knows of the clusters of a plan: the first half of the facts; the clusters themselves give the other.</summary>
public sealed class PlanFacts(ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SecretProtector protector)
{
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];

    /// <summary>The facts and the wishes of a stored plan. Clusters that are gone are not among the facts.</summary>
    public async Task<(IReadOnlyList<ClusterFacts> Clusters, IReadOnlyList<PlanWish> Wishes)> ReadAsync(
        StoredPlan plan, CancellationToken cancellationToken)
    {
        var roles = (plan.Request.Roles ?? []).ToLookup(role => role.ClusterId, role => role.Role);
        var ids = plan.Request.Items.SelectMany(item => item.ClusterIds).Concat(roles.Select(group => group.Key)).Distinct().ToList();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var clusters = await db.Clusters.AsNoTracking().Where(cluster => ids.Contains(cluster.Id))
            .Select(cluster => new
            {
                cluster.Id,
                cluster.Name,
                cluster.State,
                cluster.KubernetesVersion,
                cluster.NodesReady,
                cluster.CpuAllocatable,
                cluster.CpuRequested,
                cluster.MemoryAllocatable,
                cluster.MemoryRequested,
            })
            .ToListAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking().Where(release => ids.Contains(release.ClusterId))
            .Select(release => new Row(release.ClusterId, release.Component, release.Version, release.Revision, release.State, release.ProtectedValues))
            .ToListAsync(cancellationToken);
        var changing = (await db.Operations.AsNoTracking()
            .Where(operation => Open.Contains(operation.State) && operation.Component != null && ids.Contains(operation.ClusterId!.Value))
            .Select(operation => new { operation.ClusterId, operation.Component }).ToListAsync(cancellationToken))
            .Select(operation => new PlanTarget(operation.ClusterId!.Value, operation.Component!)).ToHashSet();
        var byCluster = releases.ToLookup(release => release.ClusterId);
        List<ClusterFacts> facts =
        [
            .. clusters.Select(cluster => new ClusterFacts
            {
                Id = cluster.Id,
                Name = cluster.Name,
                KubernetesVersion = cluster.KubernetesVersion.Length > 0 ? cluster.KubernetesVersion : null,
                Roles = roles[cluster.Id].ToHashSet(),
                Free = Free(cluster.CpuAllocatable, cluster.CpuRequested, cluster.MemoryAllocatable, cluster.MemoryRequested),
                Nodes = cluster.NodesReady,
                Unusable = Unusable(cluster.Name, cluster.State),
                Installed = [.. byCluster[cluster.Id].Select(release => new InstalledRelease(
                    release.Component, release.Version, State(release, changing.Contains(new PlanTarget(release.ClusterId, release.Component))),
                    Off(release.Component, release.Version, Values(release))))],
            }),
        ];
        return (facts, Wishes(plan, releases));
    }

    /// <summary>One wish a pair. Values count as new where they differ from the installed ones, byte by byte.</summary>
    private IReadOnlyList<PlanWish> Wishes(StoredPlan plan, IEnumerable<Row> releases)
    {
        var given = PlanValues.Read(plan, protector);
        var installed = releases.ToDictionary(release => new PlanTarget(release.ClusterId, release.Component));
        return
        [
            .. from item in plan.Request.Items
               from cluster in item.ClusterIds
               let target = new PlanTarget(cluster, item.Component)
               let values = given.For(cluster, item.Component)
               select new PlanWish(cluster, item.Component, item.Kind, item.Version,
                   values is not null && installed.TryGetValue(target, out var release) && values != Values(release),
                   values is null ? null : Off(item.Component, item.Version, values)),
        ];
    }

    private IReadOnlySet<string>? Off(string component, string? version, string values) =>
        catalog.Find(component) is { } entry ? PlanMapping.Off(entry, version ?? entry.LatestVersion, values) : null;

    private string Values(Row release) => release.ProtectedValues is { } cipher ? protector.Unprotect(SecretProtector.ReleaseValues, cipher) : "";

    private static InstalledState State(Row release, bool changing) => release switch
    {
        _ when changing => InstalledState.Changing,
        { Revision: 0 } => InstalledState.NeverDone,
        { State: ReleaseState.Ready or ReleaseState.Degraded } => InstalledState.Sound,
        _ => InstalledState.Broken,
    };

    private static PlanCapacity? Free(long? cpu, long? cpuRequested, long? memory, long? memoryRequested) =>
        cpu is { } cores && memory is { } bytes && cpuRequested is { } coresTaken && memoryRequested is { } bytesTaken
            ? new PlanCapacity(Math.Max(0, cores - coresTaken), Math.Max(0, bytes - bytesTaken))
            : null;

    private static Problem? Unusable(string name, ClusterState state) => state switch
    {
        ClusterState.Joining => new(ProblemKind.Conflict, $"Cluster {name} has not joined yet", "Its join has not ended.", "Wait for the join, or retry it."),
        ClusterState.Leaving => new(ProblemKind.Conflict, $"Cluster {name} is leaving", "The portal is giving up its access.", "Pick another cluster."),
        _ => null,
    };

    private sealed record Row(Guid ClusterId, string Component, string Version, int Revision, ReleaseState State, byte[]? ProtectedValues);
}

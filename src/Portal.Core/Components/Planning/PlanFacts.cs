using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Components.Planning;

/// <summary>What PostgreSQL knows of the clusters of a plan: the first half of the facts; the clusters themselves give the other.</summary>
public sealed class PlanFacts(
    ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, SystemReader systems, PlannedSystems planned, SecretProtector protector)
{
    private static readonly OperationState[] OpenStates = [OperationState.Queued, OperationState.Running];

    /// <summary>The facts and the wishes of a stored plan. Clusters that are gone are not among the facts.</summary>
    public async Task<PlanInput> ReadAsync(StoredPlan plan, CancellationToken cancellationToken)
    {
        var request = PlanValues.Read(plan, protector).Request;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var wishes = await planned.ReadAsync(db, request, cancellationToken);
        var ids = request.Items.SelectMany(item => item.ClusterIds).Concat((request.Roles ?? []).Select(role => role.ClusterId))
            .Concat(wishes.SelectMany(wish => wish.Model.Members.Concat(wish.Leaving)).Select(member => member.ClusterId)).Distinct().ToList();
        var ours = wishes.Select(wish => wish.Model.Id).ToList();
        var others = await systems.ReadAsync(
            db, system => !ours.Contains(system.Id) && system.Members.Any(member => ids.Contains(member.ClusterId)), cancellationToken);
        IReadOnlyList<SystemModel> models = [.. others.Concat(wishes.Select(wish => wish.Model)).OrderBy(model => model.Id)];
        var input = new PlanInput([], [], wishes, models, await systems.ReadOutputsAsync(db, models.Select(model => model.Id), cancellationToken));
        var releases = await ReadReleasesAsync(db, ids, cancellationToken);
        var rows = new PlanRows(catalog, input, releases);
        var steps = await ReadStepsAsync(db, wishes, cancellationToken);
        return input with
        {
            Clusters = await ReadClustersAsync(db, ids, request, rows, steps, cancellationToken),
            Wishes = rows.Wishes(request),
            Systems = [.. wishes.Select(wish => wish with { Parts = rows.Parts(wish, request) })],
        };
    }

    private async Task<IReadOnlyList<PlanReleaseRow>> ReadReleasesAsync(PortalDbContext db, List<Guid> ids, CancellationToken cancellationToken) =>
    [
        .. (await db.ComponentReleases.AsNoTracking().Where(release => ids.Contains(release.ClusterId)).ToListAsync(cancellationToken))
            .Select(row => new PlanReleaseRow(row.ClusterId, row.Component, row.Version, row.Revision, row.State, Open(row.ProtectedValues) ?? "",
                Open(row.ProtectedLayer), row.SystemId)),
    ];

    private string? Open(byte[]? cipher) => cipher is null ? null : protector.Unprotect(SecretProtector.ReleaseValues, cipher);

    private static async Task<ILookup<Guid, InstalledRelease>> ReadStepsAsync(PortalDbContext db, IReadOnlyList<SystemWish> wishes, CancellationToken cancellationToken)
    {
        var bySystem = wishes.ToDictionary(wish => wish.Model.Id, wish => wish.Model.Catalog);
        var records = await db.SystemSteps.AsNoTracking().Where(record => bySystem.Keys.Contains(record.SystemId)).ToListAsync(cancellationToken);
        return (from record in records
                let system = bySystem[record.SystemId]
                from step in system.Steps
                where step.Name == record.Step
                let sound = record.DoneAt is not null && record.Problem.Length == 0
                select (record.ClusterId, Step: new InstalledRelease(
                    SystemGraph.StepKey(system, step), SystemExpansion.StepVersion, sound ? InstalledState.Sound : InstalledState.Broken)))
            .ToLookup(pair => pair.ClusterId, pair => pair.Step);
    }

    private static async Task<IReadOnlyList<ClusterFacts>> ReadClustersAsync(
        PortalDbContext db, List<Guid> ids, PlanRequest request, PlanRows rows, ILookup<Guid, InstalledRelease> steps, CancellationToken cancellationToken)
    {
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
        var changing = (await db.Operations.AsNoTracking()
            .Where(operation => OpenStates.Contains(operation.State) && operation.Component != null && ids.Contains(operation.ClusterId!.Value))
            .Select(operation => new { operation.ClusterId, operation.Component }).ToListAsync(cancellationToken))
            .Select(operation => new PlanTarget(operation.ClusterId!.Value, operation.Component!)).ToHashSet();
        var roles = (request.Roles ?? []).Select(role => (role.ClusterId, role.Role)).Concat(rows.Roles()).ToLookup(role => role.ClusterId, role => role.Role);
        return
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
                Installed = [.. rows.Installed(cluster.Id, changing), .. steps[cluster.Id]],
            }),
        ];
    }

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
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Overrides;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Works out where an application goes, from the rows alone: for previews and for deliveries the same.</summary>
internal static class DeliveryPlanner
{
    /// <summary>
    /// Throws Invalid where an override does not fit. A placement that is refused is told in the preview. An application that does not
    /// exist yet is placed by the Karmada that is reached by the cluster <c>controlPlane</c>, if any; one that exists, by its own.
    /// </summary>
    public static async Task<DeliveryPlan> PlanAsync(
        PortalDbContext db, Guid fleetId, Guid? applicationId, ManifestSource source, ApplicationPolicy policy, WhatIf? whatIf, CancellationToken cancellationToken,
        Guid? controlPlane = null, PlanWish? wish = null)
    {
        // Whoever asks: what a Karmada delivers is never placed by the portal.
        controlPlane ??= await db.Applications.Where(row => row.Id == applicationId).Select(row => row.ControlPlaneId).SingleOrDefaultAsync(cancellationToken);
        if (controlPlane is { } karmada)
        {
            return await KarmadaPlanner.PlanAsync(db, fleetId, applicationId, karmada, source, policy, whatIf, cancellationToken);
        }

        var fleet = await PlacementFleet.ReadAsync(db, fleetId, cancellationToken);
        var rows = await db.ApplicationClusters.AsNoTracking().Where(row => row.ApplicationId == applicationId).Include(row => row.Cluster)
            .ToListAsync(cancellationToken);
        var inventory = (await db.ApplicationObjects.AsNoTracking().Where(row => row.ApplicationId == applicationId).ToListAsync(cancellationToken))
            .ToLookup(row => row.ClusterId);
        var evicted = await EvictedClusters.ReadAsync(db, applicationId, wish, cancellationToken);
        var previous = wish?.Home ?? rows.Where(row => row.Revision is not null)
            .ToDictionary(row => row.Cluster!.Name, row => (IReadOnlyDictionary<string, int>)row.Replicas);
        var placement = ApplicationPlacer.Place([.. fleet.Select(one => one.Cluster)], source, policy.Placement, previous, whatIf,
            evicted: [.. fleet.Where(one => evicted.IsOut(one.Id)).Select(one => one.Cluster.Name)], fresh: wish?.Fresh == true);
        var assigned = placement.Refusals.Count == 0 ? placement.Assigned : new Dictionary<string, Dictionary<string, int>>();
        foreach (var cluster in fleet.Where(cluster => assigned.ContainsKey(cluster.Cluster.Name)))
        {
            DemandOverrides(source, cluster.Cluster, policy.Overrides);
        }

        // A cluster that has gone to another fleet is no longer chosen, and still cleared; one that was lost, when it is back.
        var leaving = rows.Where(row => (!assigned.ContainsKey(row.Cluster!.Name) || fleet.All(one => one.Id != row.ClusterId)) && !evicted.Waits(row)).ToList();
        var deletions = placement.Refusals.Count > 0 ? 0
            : leaving.Sum(row => inventory[row.ClusterId].Count(item => item.Created))
                + fleet.Where(one => assigned.ContainsKey(one.Cluster.Name))
                    .Sum(one => InventoryMatch.Obsolete(inventory[one.Id], source.Objects).Count(item => item.Created));
        var managed = inventory.Sum(items => items.Count());
        var preview = new PlacementPreview(
            source.Objects.Where(item => item.Replicas is not null).ToDictionary(item => item.Key, item => item.Replicas!.Value),
            [
                .. fleet.Select(one => View(one, assigned, rows.Find(row => row.ClusterId == one.Id), placement, evicted)),
                .. leaving.Where(row => fleet.All(one => one.Id != row.ClusterId)).Select(Strange),
            ],
            placement.Refusals,
            [.. source.ClusterScoped.Select(item => item.Item.Label)],
            deletions, managed, DeletionGuard.Reason(deletions, managed));
        return new DeliveryPlan(preview, leaving, rows);
    }

    private static void DemandOverrides(ManifestSource source, PlacementCluster cluster, IReadOnlyList<OverrideRule> overrides)
    {
        foreach (var item in overrides.Count == 0 ? [] : source.Objects)
        {
            OverrideEngine.Apply(item.Item, cluster, overrides);
        }
    }

    private static PreviewCluster View(
        FleetCluster one, IReadOnlyDictionary<string, Dictionary<string, int>> assigned, ApplicationCluster? row, ApplicationPlacement placement,
        EvictedClusters evicted) => new(
        one.Id, one.Cluster.Name, one.Cluster.Provider, one.Cluster.Region, assigned.ContainsKey(one.Cluster.Name),
        assigned.GetValueOrDefault(one.Cluster.Name) ?? [], row?.Replicas, evicted.Words(one.Id) ?? PlacementWords.Reason(one.Cluster.Name, placement));

    private static PreviewCluster Strange(ApplicationCluster row) => new(
        row.ClusterId, row.Cluster!.Name, row.Cluster.Provider, row.Cluster.Region, false, new Dictionary<string, int>(), row.Replicas,
        PlacementWords.OtherFleet);
}

/// <summary>What a delivery would do.</summary>
/// <param name="Leaving">Rows of the clusters on which the application is, and no longer is to be.</param>
/// <param name="Rows">All rows of the application.</param>
internal sealed record DeliveryPlan(PlacementPreview Preview, IReadOnlyList<ApplicationCluster> Leaving, IReadOnlyList<ApplicationCluster> Rows);

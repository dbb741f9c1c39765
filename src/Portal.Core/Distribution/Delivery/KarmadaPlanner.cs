using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Delivery;

/// <summary>What a delivery through Karmada would write, and where Karmada may be expected to carry it. From the rows alone.</summary>
internal static class KarmadaPlanner
{
    private const string Reason = "Karmada's control plane: templates and policies are written here, and Karmada carries them to its members.";

    public static async Task<DeliveryPlan> PlanAsync(
        PortalDbContext db, Guid fleetId, Guid? applicationId, Guid controlPlane, ManifestSource source, ApplicationPolicy policy, WhatIf? whatIf,
        CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationClusters.AsNoTracking().Where(row => row.ApplicationId == applicationId).Include(row => row.Cluster)
            .ToListAsync(cancellationToken);
        var inventory = await db.ApplicationObjects.AsNoTracking().Where(row => row.ApplicationId == applicationId).ToListAsync(cancellationToken);
        var place = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(cluster => cluster.Id == controlPlane, cancellationToken);
        var refusals = KarmadaRefusals.Of(source, policy).ToList();
        if (place is null)
        {
            refusals.Add("The cluster of Karmada's control plane has left the portal.");
        }

        var name = await db.Applications.Where(row => row.Id == applicationId).Select(row => row.Name).SingleOrDefaultAsync(cancellationToken) ?? "preview";
        var wanted = KarmadaManifest.Make(source, policy, applicationId ?? Guid.Empty, name);
        var deletions = refusals.Count > 0 ? 0 : InventoryMatch.Obsolete(inventory, [.. wanted.Select(item => item.Source)]).Count(item => item.Created);
        var row = rows.Find(row => row.ClusterId == controlPlane);
        var preview = new PlacementPreview(
            source.Objects.Where(item => item.Replicas is not null).ToDictionary(item => item.Key, item => item.Replicas!.Value),
            place is null ? [] : [new PreviewCluster(place.Id, place.Name, place.Provider, place.Region, true, new Dictionary<string, int>(), row?.Replicas, Reason)],
            refusals, [.. source.ClusterScoped.Select(item => item.Item.Label)], deletions, inventory.Count, DeletionGuard.Reason(deletions, inventory.Count),
            await ExpectAsync(db, fleetId, applicationId, controlPlane, source, policy, whatIf, cancellationToken), controlPlane);
        return new DeliveryPlan(preview, [], rows);
    }

    /// <summary>As Karmada's scheduler decides, over the clusters of the fleet.</summary>
    private static async Task<IReadOnlyList<PreviewCluster>> ExpectAsync(
        PortalDbContext db, Guid fleetId, Guid? applicationId, Guid controlPlane, ManifestSource source, ApplicationPolicy policy, WhatIf? whatIf,
        CancellationToken cancellationToken)
    {
        var fleet = (await PlacementFleet.ReadAsync(db, fleetId, cancellationToken)).Where(one => one.Id != controlPlane).ToList();
        var before = await db.ApplicationMembers.AsNoTracking().Where(row => row.ApplicationId == applicationId)
            .ToDictionaryAsync(row => row.Member, row => (IReadOnlyDictionary<string, int>)row.Replicas, cancellationToken);
        var placement = ApplicationPlacer.Place([.. fleet.Select(one => one.Cluster)], source, policy.Placement, before, whatIf, byKarmada: true);
        var assigned = placement.Refusals.Count == 0 ? placement.Assigned : new Dictionary<string, Dictionary<string, int>>();
        return
        [
            .. fleet.Select(one => new PreviewCluster(
                one.Id, one.Cluster.Name, one.Cluster.Provider, one.Cluster.Region, assigned.ContainsKey(one.Cluster.Name),
                assigned.GetValueOrDefault(one.Cluster.Name) ?? [], before.GetValueOrDefault(one.Cluster.Name), PlacementWords.Reason(one.Cluster.Name, placement))),
        ];
    }
}

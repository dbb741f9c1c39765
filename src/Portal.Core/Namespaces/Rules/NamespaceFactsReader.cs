using Microsoft.EntityFrameworkCore;
using Portal.Core.Approvals;
using Portal.Core.Data;
using Portal.Core.Distribution.Placement;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Rules;

/// <summary>Reads what rules judge by, from everything: a name is unique over all teams. The caller has authorised.</summary>
internal static class NamespaceFactsReader
{
    private const int MostClusters = 10_000;

    /// <summary>The limits of the team's policy, or of the default. Conflict where there is neither.</summary>
    public static async Task<NamespaceLimits> LimitsAsync(PortalDbContext db, Guid teamId, CancellationToken cancellationToken) =>
        await db.NamespacePolicies.AsNoTracking().Where(policy => policy.TeamId == teamId || policy.TeamId == null)
            .OrderBy(policy => policy.TeamId == null).Select(policy => policy.Limits).FirstOrDefaultAsync(cancellationToken)
        ?? throw ProblemException.Conflict(
            "The team cannot ask for namespaces yet", "There is no namespace policy for it, and no default one.", "Ask an administrator of the portal to set one.");

    /// <summary>Runs all rules. What the namespace itself holds already does not count against it.</summary>
    /// <param name="id">Of the namespace; empty for one that is not stored.</param>
    public static async Task<List<RuleResult>> CheckAsync(
        PortalDbContext db, Guid id, Guid teamId, Guid fleetId, string name, NamespaceSpec spec, NamespaceLimits limits, CancellationToken cancellationToken)
    {
        var fleet = await db.Fleets.AsNoTracking().Where(row => row.Id == fleetId).Select(row => new { row.TeamId }).SingleOrDefaultAsync(cancellationToken);

        // Of a fleet that is not offered nothing is told: not which clusters it has, and not what is on them.
        var isOffered = fleet is not null && NamespacePolicyService.IsOffered(limits, fleetId, fleet.TeamId == teamId);
        var clusters = isOffered ? await ClustersAsync(db, fleetId, cancellationToken) : [];
        var others = isOffered ? await OthersAsync(db, id, fleetId, cancellationToken) : [];
        var count = await db.TeamNamespaces.CountAsync(row => row.TeamId == teamId && row.Id != id && row.Approved != null, cancellationToken);
        return NamespaceRules.Check(new NamespaceFacts(
            name, teamId, fleetId, fleet?.TeamId, spec, limits, clusters, others, count));
    }

    /// <summary>The clusters of a fleet, as far as placement by name and label goes.</summary>
    public static Task<List<PlacementCluster>> ClustersAsync(PortalDbContext db, Guid fleetId, CancellationToken cancellationToken) =>
        db.Clusters.AsNoTracking().Where(cluster => cluster.FleetId == fleetId).OrderBy(cluster => cluster.Name).Take(MostClusters)
            .Select(cluster => new PlacementCluster { Name = cluster.Name, Labels = cluster.Labels, Provider = cluster.Provider, Region = cluster.Region })
            .ToListAsync(cancellationToken);

    private static async Task<List<HeldNamespace>> OthersAsync(PortalDbContext db, Guid id, Guid fleetId, CancellationToken cancellationToken) =>
        (await db.TeamNamespaces.AsNoTracking().Where(row => row.FleetId == fleetId && row.Id != id && row.Approved != null)
            .Select(row => new { row.Name, row.TeamId, row.Approved }).ToListAsync(cancellationToken))
        .ConvertAll(one => new HeldNamespace(one.Name, one.TeamId, one.Approved!.Spec.Placement, one.Approved.Spec.Quota));
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;
using Portal.Core.Namespaces.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>The clusters that a namespace is on, and would not be chosen by a new placement.</summary>
/// <param name="All">All of them.</param>
/// <param name="ByChange">Those that the placement before chooses still: they lose it by this change.</param>
internal sealed record NamespaceLeaving(IReadOnlyList<ApplicationCluster> All, IReadOnlyList<ApplicationCluster> ByChange)
{
    public static async Task<NamespaceLeaving> FindAsync(PortalDbContext db, TeamNamespace space, NamespacePlacement placement, CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationClusters.AsNoTracking().Include(row => row.Cluster)
            .Where(row => db.Applications.Any(application => application.Id == row.ApplicationId && application.NamespaceId == space.Id))
            .OrderBy(row => row.Cluster!.Name).ToListAsync(cancellationToken);
        var clusters = rows.Where(row => row.Cluster!.FleetId == space.FleetId)
            .Select(row => new PlacementCluster { Name = row.Cluster!.Name, Labels = row.Cluster.Labels }).ToList();
        var after = Names(placement);
        var before = space.Approved is { } approved ? Names(approved.Spec.Placement) : [];
        var all = rows.FindAll(row => !after.Contains(row.Cluster!.Name));
        return new NamespaceLeaving(all, all.FindAll(row => before.Contains(row.Cluster!.Name)));

        HashSet<string> Names(NamespacePlacement one) => [.. NamespaceSelection.Choose(one, clusters).Select(cluster => cluster.Name)];
    }

    /// <summary>Conflict where clusters lose the namespace by this change, and its name was not given to confirm that.</summary>
    public void Demand(string? confirm, string name)
    {
        if (ByChange.Count > 0 && confirm != name)
        {
            throw ProblemException.Conflict(
                $"The namespace {name} was not changed",
                $"These clusters would lose it, with all that is in it: {string.Join(", ", ByChange.Select(row => row.Cluster!.Name))}.",
                "Look at what is in it there; if that is what you want, give its name to confirm it.",
                "confirmRemoval");
        }
    }
}

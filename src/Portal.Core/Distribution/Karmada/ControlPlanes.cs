using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// Where a Karmada is reached: through the cluster on which a system of the portal has installed it, or as a cluster that is
/// its API, joined like any other. Whether the latter serves it, a delivery asks.
/// </summary>
internal static class ControlPlanes
{
    public const string HostRole = "host";
    private const int Most = 200;
    private static readonly string[] Systems = ["karmada", "argocd-karmada"];

    public static async Task<IReadOnlyList<ControlPlaneView>> ListAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var hosts = await db.SystemMembers.Where(member => member.Role == HostRole && db.Systems.Any(system => system.Id == member.SystemId && Systems.Contains(system.System)))
            .Select(member => member.ClusterId).Distinct().ToListAsync(cancellationToken);
        // The API of a Karmada has no nodes.
        var found = await db.Clusters.AsNoTracking()
            .Where(cluster => hosts.Contains(cluster.Id) || (cluster.Nodes == 0 && cluster.State != ClusterState.Leaving))
            .OrderBy(cluster => cluster.Name).Take(Most).Select(cluster => new { cluster.Id, cluster.Name }).ToListAsync(cancellationToken);
        return [.. found.Select(cluster => new ControlPlaneView(cluster.Id, cluster.Name, hosts.Contains(cluster.Id))).OrderByDescending(one => one.Installed)];
    }

    public static async Task DemandAsync(PortalDbContext db, Guid? id, CancellationToken cancellationToken)
    {
        if (id is { } cluster && !await db.Clusters.AnyAsync(row => row.Id == cluster, cancellationToken))
        {
            throw ProblemException.Invalid("The application cannot be created", "The cluster of Karmada's control plane does not exist.",
                "Pick one from the list, or let the portal deliver directly.", "controlPlaneId");
        }
    }
}

/// <param name="Installed">True for the host of a Karmada that the portal installed; false for a cluster that may be the API of one.</param>
public sealed record ControlPlaneView(Guid ClusterId, string ClusterName, bool Installed);

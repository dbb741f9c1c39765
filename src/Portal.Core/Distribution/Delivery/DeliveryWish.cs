using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Previews;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Writes down what each cluster is to have, in the unit of work that starts the delivery.</summary>
internal static class DeliveryWish
{
    public static async Task WriteAsync(PortalDbContext db, Guid id, int number, DeliveryPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationClusters.Where(row => row.ApplicationId == id).ToDictionaryAsync(row => row.ClusterId, cancellationToken);
        foreach (var cluster in plan.Preview.Clusters.Where(cluster => cluster.In))
        {
            Set(db, rows, id, number, cluster, now);
        }

        Leave(rows, plan.Leaving, now);
    }

    /// <summary>Of those clusters alone.</summary>
    public static async Task WriteAsync(
        PortalDbContext db, Guid id, int number, DeliveryPlan plan, IReadOnlySet<Guid> moved, IReadOnlyList<ApplicationCluster> leaving, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationClusters.Where(row => row.ApplicationId == id).ToDictionaryAsync(row => row.ClusterId, cancellationToken);
        foreach (var cluster in plan.Preview.Clusters.Where(cluster => cluster.In && moved.Contains(cluster.ClusterId)))
        {
            Set(db, rows, id, number, cluster, now);
        }

        Leave(rows, leaving, now);
    }

    private static void Set(PortalDbContext db, Dictionary<Guid, ApplicationCluster> rows, Guid id, int number, PreviewCluster cluster, DateTimeOffset now)
    {
        if (!rows.TryGetValue(cluster.ClusterId, out var row))
        {
            row = new ApplicationCluster { ApplicationId = id, ClusterId = cluster.ClusterId };
            db.ApplicationClusters.Add(row);
        }

        (row.Revision, row.State, row.Reason, row.At) = (number, ClusterDelivery.Pending, "", now);
        row.Replicas = new Dictionary<string, int>(cluster.Replicas);
    }

    private static void Leave(Dictionary<Guid, ApplicationCluster> rows, IReadOnlyList<ApplicationCluster> leaving, DateTimeOffset now)
    {
        foreach (var one in leaving)
        {
            var row = rows[one.ClusterId];
            (row.Revision, row.State, row.Reason, row.At) = (null, ClusterDelivery.Pending, "", now);
        }
    }
}

using System.Text.Json;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Previews;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Delivery;

/// <summary>The parts of a delivery: one for each cluster. Pure.</summary>
internal static class DeliveryChanges
{
    /// <summary>
    /// Clusters that get the application, then those that lose it. Nothing is taken away before what replaces it is ready: a
    /// removal needs every delivery that brings replicas to a cluster.
    /// </summary>
    public static IReadOnlyList<RequestedChange> Deliver(Application application, int revision, DeliveryPlan plan)
    {
        var rows = plan.Rows.ToDictionary(row => row.ClusterId);
        var changes = new List<RequestedChange>();
        var growing = new List<int>();
        foreach (var cluster in plan.Preview.Clusters.Where(cluster => cluster.In))
        {
            if (Grows(cluster))
            {
                growing.Add(changes.Count);
            }

            var row = rows.GetValueOrDefault(cluster.ClusterId);
            changes.Add(Change(application, cluster.ClusterId, cluster.ClusterName, OperationKinds.DeliverToCluster, [],
                new DeliveryOperation(application.Id, revision, cluster.Replicas, row?.DeliveredRevision, row?.Replicas)));
        }

        int[] needs = [.. growing];
        changes.AddRange(plan.Leaving.Select(row => Change(application, row.ClusterId, row.Cluster!.Name, OperationKinds.RemoveApplication, needs,
            new DeliveryOperation(application.Id, 0, new Dictionary<string, int>(), row.DeliveredRevision, row.Replicas))));
        return changes;
    }

    public static IReadOnlyList<RequestedChange> Remove(Application application, IReadOnlyList<ApplicationCluster> rows) =>
    [
        .. rows.OrderBy(row => row.Cluster!.Name, StringComparer.Ordinal).Select(row => Change(application, row.ClusterId, row.Cluster!.Name,
            OperationKinds.RemoveApplication, [], new DeliveryOperation(application.Id, 0, new Dictionary<string, int>(), row.DeliveredRevision, row.Replicas))),
    ];

    private static bool Grows(PreviewCluster cluster) =>
        cluster.Before is not { } before || cluster.Replicas.Any(pair => pair.Value > before.GetValueOrDefault(pair.Key));

    private static RequestedChange Change(
        Application application, Guid clusterId, string clusterName, string kind, IReadOnlyList<int> needs, DeliveryOperation parameters) => new(
        clusterId, clusterName, application.Name, kind, needs, JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web), null);
}

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
    /// <param name="withContents">Whether namespaces that leave a cluster go with all that others have put into them.</param>
    public static IReadOnlyList<RequestedChange> Deliver(Application application, int revision, DeliveryPlan plan, bool withContents = false)
    {
        var rows = plan.Rows.ToDictionary(row => row.ClusterId);
        var changes = new List<RequestedChange>();
        var growing = new List<int>();
        foreach (var cluster in plan.Preview.Clusters.Where(cluster => cluster.In))
        {
            var row = rows.GetValueOrDefault(cluster.ClusterId);
            if (Grows(row, cluster.Replicas))
            {
                growing.Add(changes.Count);
            }

            changes.Add(Change(application, cluster.ClusterId, cluster.ClusterName, OperationKinds.DeliverToCluster, [],
                new DeliveryOperation(application.Id, revision, cluster.Replicas, row?.DeliveredRevision, row?.Replicas)));
        }

        int[] needs = [.. growing];
        changes.AddRange(plan.Leaving.Select(row => Remove(application, row, needs, withContents)));
        return changes;
    }

    /// <param name="withContents">Whether namespaces go with all that others have put into them.</param>
    public static IReadOnlyList<RequestedChange> Remove(Application application, IReadOnlyList<ApplicationCluster> rows, bool withContents = false) =>
    [
        .. rows.OrderBy(row => row.Cluster!.Name, StringComparer.Ordinal).Select(row => Remove(application, row, [], withContents)),
    ];

    /// <summary>Replicas from one cluster to others: those that gain are ready before any other loses.</summary>
    public static IReadOnlyList<RequestedChange> Move(Application application, int revision, DeliveryPlan plan, IReadOnlyList<ApplicationCluster> leaving)
    {
        var rows = plan.Rows.ToDictionary(row => row.ClusterId);
        var moved = plan.Preview.Clusters.Where(cluster => cluster.In && Differs(rows.GetValueOrDefault(cluster.ClusterId), cluster.Replicas)).ToList();
        var growing = moved.FindAll(cluster => Grows(rows.GetValueOrDefault(cluster.ClusterId), cluster.Replicas));
        int[] needs = [.. Enumerable.Range(0, growing.Count)];
        return
        [
            .. growing.Select(cluster => Deliver(cluster, [])),
            .. moved.Except(growing).Select(cluster => Deliver(cluster, needs)),
            .. leaving.Select(row => Remove(application, row, needs)),
        ];

        RequestedChange Deliver(PreviewCluster cluster, int[] after)
        {
            var row = rows.GetValueOrDefault(cluster.ClusterId);
            return Change(application, cluster.ClusterId, cluster.ClusterName, OperationKinds.DeliverToCluster, after,
                new DeliveryOperation(application.Id, revision, cluster.Replicas, row?.DeliveredRevision, row?.Replicas));
        }
    }

    /// <summary>Whether the cluster gains replicas, or gets the application at all.</summary>
    public static bool Grows(ApplicationCluster? row, IReadOnlyDictionary<string, int> replicas) =>
        row is not { Revision: not null } || replicas.Any(pair => pair.Value > row.Replicas.GetValueOrDefault(pair.Key));

    /// <summary>Whether the cluster is to have something else than it is meant to have now.</summary>
    public static bool Differs(ApplicationCluster? row, IReadOnlyDictionary<string, int> replicas) =>
        row is not { Revision: not null } || replicas.Keys.Union(row.Replicas.Keys).Any(key => replicas.GetValueOrDefault(key) != row.Replicas.GetValueOrDefault(key));

    private static RequestedChange Remove(Application application, ApplicationCluster row, int[] needs, bool withContents = false) =>
        Change(application, row.ClusterId, row.Cluster!.Name, OperationKinds.RemoveApplication, needs,
            new DeliveryOperation(application.Id, 0, new Dictionary<string, int>(), row.DeliveredRevision, row.Replicas, WithContents: withContents));

    private static RequestedChange Change(
        Application application, Guid clusterId, string clusterName, string kind, IReadOnlyList<int> needs, DeliveryOperation parameters) => new(
        clusterId, clusterName, application.Name, kind, needs, JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web), null);

    /// <summary>What the operation is called.</summary>
    /// <param name="revision">Null for a removal.</param>
    public static string Title(Application application, int? revision, int clusters)
    {
        var where = clusters == 1 ? "1 cluster" : $"{clusters} clusters";
        return revision is null ? $"{application.Name}: {where}" : $"{application.Name} ({revision}): {where}";
    }
}

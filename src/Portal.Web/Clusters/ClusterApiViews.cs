using Portal.Core.Clusters;

namespace Portal.Web.Clusters;

/// <summary>Nodes and conditions as last read.</summary>
/// <param name="ObservedAt">Null when they were not read yet: the lists are unknown then, and not empty.</param>
internal sealed record InventoryView(
    IReadOnlyList<ClusterNode> Nodes, IReadOnlyList<ClusterCondition> Conditions, DateTimeOffset? ObservedAt)
{
    public static InventoryView Of(ClusterInventory? inventory) => inventory is null
        ? new InventoryView([], [], null)
        : new InventoryView(inventory.NodeList, inventory.Conditions, inventory.ObservedAt);
}

/// <summary>A change of a cluster's state.</summary>
internal sealed record HealthEventView(DateTimeOffset At, ClusterState From, ClusterState To, string Reason);

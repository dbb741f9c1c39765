namespace Portal.Core.Clusters;

/// <summary>Nodes and conditions as last read. A table of its own, so that lists of clusters stay thin.</summary>
public sealed class ClusterInventory
{
    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    public List<ClusterNode> NodeList { get; set; } = [];

    public List<ClusterCondition> Conditions { get; set; } = [];

    public required DateTimeOffset ObservedAt { get; set; }
}

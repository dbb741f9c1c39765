namespace Portal.Core.Clusters.Health;

/// <summary>What one look at a cluster has found.</summary>
/// <param name="State">Healthy, Degraded or Unreachable.</param>
/// <param name="Reason">In words; empty when healthy.</param>
public sealed record ClusterObservation(ClusterState State, string Reason)
{
    /// <summary>False when nothing came back.</summary>
    public bool Answered => State != ClusterState.Unreachable;

    /// <summary>Milliseconds that the readiness endpoint took.</summary>
    public int? Latency { get; init; }

    /// <summary>Null when not asked.</summary>
    public string? Version { get; init; }

    /// <summary>Null when they could not be read.</summary>
    public NodeTotals? Totals { get; init; }

    /// <summary>Set when everything was read: nodes with what their pods ask of them.</summary>
    public ClusterFigures? Figures { get; init; }

    public static ClusterObservation Unreachable(string why) => new(ClusterState.Unreachable, why);
}

/// <summary>Sums over the nodes: cpu in thousandths of a core, memory in bytes.</summary>
public sealed record NodeTotals(
    int Nodes, int Ready, long CpuCapacity, long CpuAllocatable, long MemoryCapacity, long MemoryAllocatable, int PodCapacity);

/// <summary>What is read more seldom.</summary>
public sealed record ClusterFigures(
    long CpuRequested, long MemoryRequested, int Pods, IReadOnlyList<ClusterNode> Nodes, IReadOnlyList<ClusterCondition> Conditions);

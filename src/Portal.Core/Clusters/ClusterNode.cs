namespace Portal.Core.Clusters;

/// <summary>A node as last read.</summary>
/// <param name="CpuAllocatable">Thousandths of a core.</param>
/// <param name="CpuRequested">Thousandths of a core, summed over the node's running pods.</param>
/// <param name="MemoryAllocatable">Bytes.</param>
/// <param name="MemoryRequested">Bytes.</param>
public sealed record ClusterNode(
    string Name,
    bool Ready,
    string Reason,
    string Roles,
    string KubeletVersion,
    string Zone,
    long CpuAllocatable,
    long CpuRequested,
    long MemoryAllocatable,
    long MemoryRequested,
    int PodAllocatable,
    int Pods,
    DateTimeOffset? CreatedAt);

namespace Portal.Core.Clusters;

/// <summary>A page of clusters.</summary>
public sealed record ClusterPage(IReadOnlyList<ClusterSummary> Items, int Total);

/// <summary>A row of the cluster table. Null figures were not read yet; they are never zero instead.</summary>
public sealed record ClusterSummary(
    Guid Id,
    string Name,
    Guid FleetId,
    string FleetName,
    ClusterKind Kind,
    string Provider,
    string Region,
    string Zone,
    ClusterState State,
    DateTimeOffset StateSince,
    string StateReason,
    DateTimeOffset? LastSeenAt,
    string KubernetesVersion,
    int? Nodes,
    int? NodesReady,
    long? CpuAllocatable,
    long? CpuRequested,
    long? MemoryAllocatable,
    long? MemoryRequested);

/// <summary>A cluster's own page.</summary>
public sealed record ClusterDetail(
    ClusterSummary Summary,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<ClusterTaint> Taints,
    string ApiServer,
    string? ClusterUid,
    int? ApiLatencyMilliseconds,
    DateTimeOffset? LastCheckedAt,
    long? CpuCapacity,
    long? MemoryCapacity,
    int? PodCapacity,
    int? Pods,
    DateTimeOffset? JoinedAt,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? CredentialExpiresAt,
    string CredentialProblem,
    uint Version);

/// <summary>Facet values with counts.</summary>
public sealed record ClusterFacets(
    IReadOnlyDictionary<ClusterState, int> States,
    IReadOnlyDictionary<ClusterKind, int> Kinds,
    IReadOnlyDictionary<string, int> Providers,
    IReadOnlyDictionary<string, int> Regions,
    IReadOnlyDictionary<string, int> Versions,
    IReadOnlyDictionary<Guid, int> Fleets);

/// <summary>What a person may change of a joined cluster.</summary>
public sealed record ClusterEdit(
    Guid FleetId,
    ClusterKind Kind,
    string Provider,
    string Region,
    string Zone,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<ClusterTaint> Taints);

/// <summary>The overview's figures.</summary>
/// <param name="Places">Counts by provider, region and state.</param>
/// <param name="KnownClusters">Over how many clusters the sums of nodes, cpu and memory go.</param>
public sealed record EstateSummary(
    int Fleets,
    int Clusters,
    IReadOnlyDictionary<ClusterState, int> ByState,
    IReadOnlyList<EstatePlace> Places,
    int KnownClusters,
    long Nodes,
    long CpuAllocatable,
    long CpuRequested,
    long MemoryAllocatable,
    long MemoryRequested,
    DateTimeOffset? OldestObservation);

public sealed record EstatePlace(string Provider, string Region, ClusterState State, int Clusters);

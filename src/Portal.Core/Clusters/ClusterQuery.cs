namespace Portal.Core.Clusters;

/// <summary>Which clusters, in which order. Empty lists mean "any".</summary>
public sealed record ClusterQuery
{
    /// <summary>Matched anywhere in name, provider, region, version and labels, without case.</summary>
    public string Search { get; init; } = "";

    public IReadOnlyList<Guid> Fleets { get; init; } = [];

    public IReadOnlyList<ClusterState> States { get; init; } = [];

    public IReadOnlyList<ClusterKind> Kinds { get; init; } = [];

    public IReadOnlyList<string> Providers { get; init; } = [];

    public IReadOnlyList<string> Regions { get; init; } = [];

    public IReadOnlyList<string> Versions { get; init; } = [];

    public ClusterSort Sort { get; init; } = ClusterSort.Name;

    public bool Descending { get; init; }

    /// <summary>Rows to pass over; for virtualised tables.</summary>
    public int Skip { get; init; }

    /// <summary>1 to 500.</summary>
    public int Take { get; init; } = 50;
}

public enum ClusterSort
{
    Name,
    State,
    Provider,
    Region,
    Version,
    Nodes,
    CpuRequested,
    MemoryRequested,
    LastSeen,
}

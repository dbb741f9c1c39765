using Portal.Core.Clusters;

namespace Portal.Core.Fleets;

/// <summary>A fleet as lists and its own page show it.</summary>
public sealed record FleetSummary(
    Guid Id,
    string Name,
    string Description,
    Guid TeamId,
    string TeamName,
    int Clusters,
    IReadOnlyDictionary<ClusterState, int> ByState,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    uint Version);

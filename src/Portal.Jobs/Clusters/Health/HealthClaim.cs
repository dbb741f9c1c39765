using Portal.Core.Clusters;
using Portal.Core.Clusters.Health;

namespace Portal.Jobs.Clusters.Health;

/// <summary>A cluster that this worker looks at now; no other worker does until the claim runs out.</summary>
/// <param name="DueAt">When the look was due.</param>
/// <param name="InventoryAt">When everything was last read, or null.</param>
internal sealed record HealthClaim(
    Guid ClusterId,
    string Name,
    HealthStanding Standing,
    DateTimeOffset DueAt,
    int? Nodes,
    int? NodesReady,
    DateTimeOffset? InventoryAt,
    IReadOnlyList<ClusterCondition> Conditions);

/// <summary>What to write of a cluster that was looked at.</summary>
internal sealed record HealthResult(HealthClaim Claim, ClusterObservation Observation, DateTimeOffset At, DateTimeOffset NextCheckAt)
{
    public HealthStanding Standing { get; } = Claim.Standing.After(Observation.State);
}

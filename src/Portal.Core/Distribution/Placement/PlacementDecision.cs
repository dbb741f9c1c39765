namespace Portal.Core.Distribution.Placement;

/// <summary>Where a workload goes, or why it goes nowhere; and for each cluster why it is in or out.</summary>
public sealed class PlacementDecision
{
    private readonly DecisionGrounds _grounds;

    internal PlacementDecision(DecisionGrounds grounds) => _grounds = grounds;

    /// <summary>The chosen clusters by name; empty when refused.</summary>
    public IReadOnlyList<AssignedReplicas> Clusters { get; init; } = [];

    /// <summary>The affinity group that was used, or null where the policy has none.</summary>
    public string? AffinityName { get; init; }

    /// <summary>Null when placed.</summary>
    public PlacementRefusal? Refusal { get; init; }

    /// <summary>True when Karmada would have refused this, or passed over its zones or providers.</summary>
    public bool BeyondKarmada { get; init; }

    /// <summary>Clusters that a filter took out, in the group that was used (or in the first one, when refused).</summary>
    public IReadOnlyList<ExcludedCluster> Excluded => _grounds.Excluded;

    /// <summary>Clusters that passed every filter, best first, chosen or not.</summary>
    public IReadOnlyList<CandidateCluster> Candidates => _grounds.Candidates;

    /// <summary>How many replicas the cluster gets, or null when it was not chosen.</summary>
    public int? ReplicasOf(string cluster)
    {
        var (low, high) = (0, Clusters.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Clusters[middle].Cluster, cluster);
            if (order == 0)
            {
                return Clusters[middle].Replicas;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>Why a filter took the cluster out, or null when none did.</summary>
    public ExcludedCluster? ExclusionOf(string cluster) => _grounds.ExcludedByName.TryGetValue(cluster, out var excluded) ? excluded : null;

    /// <summary>What is known of the cluster when it passed every filter, else null.</summary>
    public CandidateCluster? CandidateOf(string cluster) => _grounds.CandidatesByName.TryGetValue(cluster, out var candidate) ? candidate : null;
}

public enum PlacementRefusal
{
    /// <summary>Every cluster was filtered out; <see cref="PlacementDecision.Excluded"/> says why.</summary>
    NoClusterFits,

    /// <summary>Fewer clusters, regions, zones or providers than the least number of groups.</summary>
    TooFewGroups,

    /// <summary>The groups that may be chosen hold fewer clusters than the least number of clusters.</summary>
    TooFewClustersInGroups,

    /// <summary>No choice of clusters has room for all replicas.</summary>
    NotEnoughCapacity,

    /// <summary>A spread by provider or zone alone, which Karmada's scheduler does not implement.</summary>
    SpreadNotSupported,

    /// <summary>Karmada 1.16 fails on this input (a duplicated workload that some region, zone or provider cannot hold).</summary>
    SchedulerFault,
}

/// <summary>A cluster that a filter took out.</summary>
/// <param name="Detail">The taint that is not tolerated, or the field that is missing; else empty.</param>
public readonly record struct ExcludedCluster(string Cluster, ExclusionReason Reason, string Detail);

public enum ExclusionReason
{
    Leaving,
    Evicting,
    ApiMissing,
    TaintNotTolerated,
    AffinityNotMatched,
    TopologyMissing,
}

/// <param name="Score">100 when the workload runs there already, else 0.</param>
/// <param name="Available">Replicas that run there or still fit.</param>
public readonly record struct CandidateCluster(string Cluster, int Score, long Available);

namespace Portal.Core.Distribution.Placement;

/// <summary>
/// Decides where a workload runs: a pure function of fleet and request, with no clock and no I/O. It agrees with Karmada's
/// scheduler (pkg/scheduler at v1.16) on filter, score, spread selection and replica division; a test compares recorded decisions.
/// </summary>
public static class PlacementEngine
{
    private const int RunsThereScore = 100;

    /// <summary>Tries each affinity group in turn, from the one that was used before; when none takes it, the refusal is that of the first tried.</summary>
    public static PlacementDecision Decide(IReadOnlyList<PlacementCluster> fleet, PlacementRequest request)
    {
        var policy = request.Policy;
        if (policy.ClusterAffinity is not null || policy.ClusterAffinities.Count == 0)
        {
            return Decide(fleet, request, policy.ClusterAffinity, null);
        }

        PlacementDecision? first = null;
        for (var i = Start(policy.ClusterAffinities, request.PreviousGroup); i < policy.ClusterAffinities.Count; i++)
        {
            var term = policy.ClusterAffinities[i];
            var decision = Decide(fleet, request, term, term.AffinityName);
            if (decision.Refusal is null)
            {
                return decision;
            }

            first ??= decision;
        }

        return first!;
    }

    private static int Start(IReadOnlyList<ClusterAffinityTerm> groups, string? before)
    {
        for (var i = 0; before is not null && i < groups.Count; i++)
        {
            if (groups[i].AffinityName == before)
            {
                return i;
            }
        }

        return 0;
    }

    private static PlacementDecision Decide(
        IReadOnlyList<PlacementCluster> fleet, PlacementRequest request, ClusterAffinity? affinity, string? affinityName)
    {
        var filter = new ClusterFilter(request, affinity);
        var excluded = new List<ExcludedCluster>();
        var candidates = Candidates(fleet, request, filter, excluded);
        if (candidates.Length == 0)
        {
            return new PlacementDecision { Refusal = PlacementRefusal.NoClusterFits, Excluded = excluded, AffinityName = affinityName };
        }

        var (chosen, refusal, beyond) = SpreadSelection.Select(candidates, request);
        var assigned = chosen is { Length: > 0 } ? ReplicaDivision.Divide(chosen, request) : null;
        assigned?.Sort(static (left, right) => string.CompareOrdinal(left.Cluster, right.Cluster));
        return new PlacementDecision
        {
            Clusters = assigned ?? [],
            AffinityName = affinityName,
            Refusal = refusal ?? (assigned is null ? PlacementRefusal.NotEnoughCapacity : null),
            BeyondKarmada = beyond,
            Excluded = excluded,
            Candidates = Array.ConvertAll(candidates, candidate => new CandidateCluster(candidate.Name, candidate.Score, candidate.Available)),
        };
    }

    private static Candidate[] Candidates(
        IReadOnlyList<PlacementCluster> fleet, PlacementRequest request, ClusterFilter filter, List<ExcludedCluster> excluded)
    {
        var demands = request.Demands();
        var previous = new Dictionary<string, int>(request.Previous.Count);
        foreach (var (cluster, replicas) in request.Previous)
        {
            previous.TryAdd(cluster, replicas);
        }

        var candidates = new List<Candidate>(fleet.Count);
        for (var i = 0; i < fleet.Count; i++)
        {
            var cluster = fleet[i];
            if (filter.Exclude(cluster) is { } exclusion)
            {
                excluded.Add(exclusion);
                continue;
            }

            // What has no replicas fits anywhere; "no limit found" means as many as are asked for.
            var fits = request.Replicas == 0 ? int.MaxValue : CapacityEstimator.MaxReplicas(cluster, demands);
            var allocatable = fits == int.MaxValue ? request.Replicas : fits;
            candidates.Add(new Candidate
            {
                Cluster = cluster,
                Score = filter.IsPrevious(cluster.Name) ? RunsThereScore : 0,
                Allocatable = request.Replicas == 0 ? int.MaxValue : allocatable,
                Available = (request.Replicas == 0 ? int.MaxValue : allocatable) + (long)previous.GetValueOrDefault(cluster.Name),
            });
        }

        var array = candidates.ToArray();
        Array.Sort(array, Candidate.BestFirst);
        return array;
    }
}

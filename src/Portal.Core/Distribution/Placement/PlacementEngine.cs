using System.Buffers;

namespace Portal.Core.Distribution.Placement;

/// <summary>
/// Decides where a workload runs: a pure function of fleet and request, with no clock and no I/O. It agrees with Karmada's
/// scheduler (pkg/scheduler at v1.16) on filter, score, spread selection and replica division; a test compares recorded decisions.
/// </summary>
public static class PlacementEngine
{
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
        var candidates = Candidates(fleet, request, filter);
        var grounds = new DecisionGrounds(fleet, filter, candidates);
        if (candidates.Length == 0)
        {
            return new PlacementDecision(grounds) { Refusal = PlacementRefusal.NoClusterFits, AffinityName = affinityName };
        }

        var (chosen, refusal, beyond) = SpreadSelection.Select(candidates, request);
        var assigned = chosen is { Length: > 0 } ? ReplicaDivision.Divide(chosen, request) : null;
        return new PlacementDecision(grounds)
        {
            Clusters = assigned is null ? [] : ByName(assigned),
            AffinityName = affinityName,
            Refusal = refusal ?? (assigned is null ? PlacementRefusal.NotEnoughCapacity : null),
            BeyondKarmada = beyond,
        };
    }

    private static Candidate[] Candidates(IReadOnlyList<PlacementCluster> fleet, PlacementRequest request, ClusterFilter filter)
    {
        var demands = request.Demands();
        var passing = ArrayPool<Candidate>.Shared.Rent(fleet.Count);
        var count = 0;
        for (var i = 0; i < fleet.Count; i++)
        {
            var cluster = fleet[i];
            if (filter.Check(cluster, out var before) is null)
            {
                passing[count++] = new Candidate(cluster, Allocatable(cluster, request.Replicas, demands), before);
            }
        }

        var candidates = passing[..count];
        ArrayPool<Candidate>.Shared.Return(passing, clearArray: true);
        return candidates;
    }

    // What has no replicas fits anywhere; "no limit found" means as many as are asked for.
    private static int Allocatable(PlacementCluster cluster, int replicas, ResourceDemand[] demands)
    {
        var fits = replicas == 0 ? int.MaxValue : CapacityEstimator.MaxReplicas(cluster, demands);
        return replicas > 0 && fits == int.MaxValue ? replicas : fits;
    }

    // A fleet is often in order of names already.
    private static List<AssignedReplicas> ByName(List<AssignedReplicas> assigned)
    {
        for (var i = 1; i < assigned.Count; i++)
        {
            if (string.CompareOrdinal(assigned[i - 1].Cluster, assigned[i].Cluster) > 0)
            {
                assigned.Sort(static (left, right) => string.CompareOrdinal(left.Cluster, right.Cluster));
                break;
            }
        }

        return assigned;
    }
}

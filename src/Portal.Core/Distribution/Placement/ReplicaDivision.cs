namespace Portal.Core.Distribution.Placement;

/// <summary>How many replicas each chosen cluster gets: duplicated, by static or dynamic weight, or aggregated.</summary>
internal static class ReplicaDivision
{
    /// <summary>Null when the clusters have no room for all replicas.</summary>
    public static List<AssignedReplicas>? Divide(ReadOnlySpan<Candidate> chosen, PlacementRequest request)
    {
        var scheduling = request.Policy.ReplicaScheduling;
        if (!request.HasReplicas)
        {
            return [.. ToArray(chosen, static candidate => new AssignedReplicas(candidate.Name, 0))];
        }

        var result = scheduling switch
        {
            null or { ReplicaSchedulingType: ReplicaScheduling.Duplicated } =>
                [.. ToArray(chosen, candidate => new AssignedReplicas(candidate.Name, request.Replicas))],
            { ReplicaDivisionPreference: ReplicaScheduling.Aggregated } => DivideDynamically(chosen, request, aggregated: true),
            { WeightPreference.DynamicWeight.Length: > 0 } => DivideDynamically(chosen, request, aggregated: false),
            _ => DivideStatically(chosen, request, scheduling.WeightPreference),
        };
        result?.RemoveAll(assigned => assigned.Replicas <= 0);
        return result;
    }

    private static List<AssignedReplicas> DivideStatically(ReadOnlySpan<Candidate> chosen, PlacementRequest request, WeightPreference? preference)
    {
        var rules = preference?.StaticWeightList?.Select(rule => (Selector: new ClusterSelector(rule.TargetCluster, request.Rules), rule.Weight)).ToArray() ?? [];
        var weights = new List<(string Name, long Weight)>(chosen.Length);
        foreach (var candidate in chosen)
        {
            var weight = 0L;
            foreach (var (selector, ruleWeight) in rules)
            {
                if (ruleWeight > weight && selector.Matches(candidate.Cluster))
                {
                    weight = ruleWeight;
                }
            }

            if (weight > 0)
            {
                weights.Add((candidate.Name, weight));
            }
        }

        // No rule names any of the chosen clusters: all are equal.
        if (weights.Count == 0)
        {
            weights.AddRange(ToArray(chosen, static candidate => (candidate.Name, 1L)));
        }

        return Apportion(request.Replicas, weights, request.BindingUid);
    }

    private static List<AssignedReplicas>? DivideDynamically(ReadOnlySpan<Candidate> chosen, PlacementRequest request, bool aggregated)
    {
        var kept = Kept(chosen, request.Previous);
        var assigned = kept.Sum(entry => (long)entry.Replicas);
        if (request.Fresh)
        {
            var room = ToArray(chosen, static candidate => new AssignedReplicas(candidate.Name, candidate.Allocatable));
            foreach (var (cluster, replicas) in kept)
            {
                var index = Array.FindIndex(room, entry => entry.Cluster == cluster);
                room[index] = room[index] with { Replicas = unchecked(room[index].Replicas + replicas) };
            }

            return Fill(request.Replicas, room, [], aggregated, request.BindingUid);
        }

        if (assigned > request.Replicas)
        {
            // Scaling down: the previous shares are the weights, so that every cluster loses in proportion.
            return Fill(request.Replicas, request.Rules == KarmadaRules.V116 ? [.. request.Previous] : [.. kept], [], aggregated, request.BindingUid);
        }

        if (assigned < request.Replicas)
        {
            var room = ToArray(chosen, static candidate => new AssignedReplicas(candidate.Name, candidate.Allocatable));
            return Fill((int)(request.Replicas - assigned), room, kept, aggregated, request.BindingUid);
        }

        return kept;
    }

    // Places `replicas` more on top of `kept`, by the room that each cluster has.
    private static List<AssignedReplicas>? Fill(int replicas, AssignedReplicas[] room, List<AssignedReplicas> kept, bool aggregated, string uid)
    {
        if (room.Sum(entry => (long)entry.Replicas) < replicas)
        {
            return null;
        }

        IEnumerable<AssignedReplicas> ordered = room.OrderByDescending(entry => entry.Replicas);
        if (aggregated)
        {
            // As few clusters as possible: those that run it already first, then the largest.
            var running = kept.Where(entry => entry.Replicas > 0).Select(entry => entry.Cluster).ToHashSet();
            var sum = 0L;
            var taken = new List<AssignedReplicas>();
            foreach (var entry in ordered.OrderBy(entry => running.Contains(entry.Cluster) ? 0 : 1))
            {
                taken.Add(entry);
                sum += entry.Replicas;
                if (sum >= replicas)
                {
                    break;
                }
            }

            ordered = taken;
        }

        var shares = Apportion(replicas, [.. ordered.Select(entry => (entry.Cluster, (long)entry.Replicas))], uid);
        return Merge(kept, shares);
    }

    private static List<AssignedReplicas> Merge(List<AssignedReplicas> kept, List<AssignedReplicas> added)
    {
        var sums = kept.ToDictionary(entry => entry.Cluster, entry => entry.Replicas);
        foreach (var (cluster, replicas) in added)
        {
            sums[cluster] = sums.GetValueOrDefault(cluster) + replicas;
        }

        return [.. sums.Select(pair => new AssignedReplicas(pair.Key, pair.Value))];
    }

    private static List<AssignedReplicas> Kept(ReadOnlySpan<Candidate> chosen, IReadOnlyList<AssignedReplicas> previous)
    {
        var names = new HashSet<string>(ToArray(chosen, static candidate => candidate.Name));
        return [.. previous.Where(entry => names.Contains(entry.Cluster))];
    }

    private static List<AssignedReplicas> Apportion(int replicas, List<(string Name, long Weight)> weights, string uid)
    {
        var shares = WebsterApportionment.Divide(replicas, weights, WebsterApportionment.BreaksTiesDescending(uid));
        return [.. weights.Select((entry, index) => new AssignedReplicas(entry.Name, shares[index]))];
    }

    private static T[] ToArray<T>(ReadOnlySpan<Candidate> candidates, Func<Candidate, T> select)
    {
        var result = new T[candidates.Length];
        for (var i = 0; i < candidates.Length; i++)
        {
            result[i] = select(candidates[i]);
        }

        return result;
    }
}

namespace Portal.Core.Distribution.Placement;

/// <summary>How many replicas each chosen cluster gets: duplicated, by static or dynamic weight, or aggregated.</summary>
internal static class ReplicaDivision
{
    /// <summary>Whether the order of the chosen clusters decides anything.</summary>
    public static bool NeedsOrder(PlacementRequest request) =>
        request.HasReplicas && request.Policy.ReplicaScheduling is { ReplicaSchedulingType: ReplicaScheduling.Divided, ReplicaDivisionPreference: ReplicaScheduling.Aggregated };

    /// <summary>Null when the clusters have no room for all replicas.</summary>
    public static List<AssignedReplicas>? Divide(Candidate[] chosen, PlacementRequest request)
    {
        var scheduling = request.Policy.ReplicaScheduling;
        if (!request.HasReplicas)
        {
            return Each(chosen, 0);
        }

        var result = scheduling switch
        {
            null or { ReplicaSchedulingType: ReplicaScheduling.Duplicated } => Each(chosen, request.Replicas),
            { ReplicaDivisionPreference: ReplicaScheduling.Aggregated } => DivideDynamically(chosen, request, aggregated: true),
            { WeightPreference.DynamicWeight.Length: > 0 } => DivideDynamically(chosen, request, aggregated: false),
            _ => DivideStatically(chosen, request, scheduling.WeightPreference),
        };
        result?.RemoveAll(static assigned => assigned.Replicas <= 0);
        return result;
    }

    private static List<AssignedReplicas> Each(Candidate[] chosen, int replicas)
    {
        var result = new List<AssignedReplicas>(chosen.Length);
        foreach (var candidate in chosen)
        {
            result.Add(new AssignedReplicas(candidate.Name, replicas));
        }

        return result;
    }

    private static List<AssignedReplicas> DivideStatically(Candidate[] chosen, PlacementRequest request, WeightPreference? preference)
    {
        var rules = preference?.StaticWeightList?.Select(rule => (Selector: new ClusterSelector(rule.TargetCluster, request.Rules), rule.Weight)).ToArray() ?? [];
        var weights = new List<WeightedCluster>(chosen.Length);
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
                weights.Add(new WeightedCluster(candidate.Name, weight));
            }
        }

        // No rule names any of the chosen clusters: all are equal.
        return Apportion(request.Replicas, weights.Count > 0 ? [.. weights] : Array.ConvertAll(chosen, static candidate => new WeightedCluster(candidate.Name, 1)), [], request.BindingUid);
    }

    private static List<AssignedReplicas>? DivideDynamically(Candidate[] chosen, PlacementRequest request, bool aggregated)
    {
        if (request.Fresh)
        {
            return Fill(request.Replicas, Array.ConvertAll(chosen, static candidate => new WeightedCluster(candidate.Name, unchecked(candidate.Allocatable + candidate.Running))), [], aggregated, request);
        }

        var kept = Kept(chosen, request.Previous);
        var running = kept.Sum(entry => (long)entry.Replicas);
        if (running > request.Replicas)
        {
            // Scaling down: the previous shares are the weights, so that every cluster loses in proportion.
            var shares = request.Rules == KarmadaRules.V116 ? request.Previous : kept;
            return Fill(request.Replicas, [.. shares.Select(entry => new WeightedCluster(entry.Cluster, entry.Replicas))], [], aggregated, request);
        }

        return running == request.Replicas
            ? kept
            : Fill((int)(request.Replicas - running), Array.ConvertAll(chosen, static candidate => new WeightedCluster(candidate.Name, candidate.Allocatable)), kept, aggregated, request);
    }

    // Places `replicas` more on top of `kept`, by the room that each cluster has.
    private static List<AssignedReplicas>? Fill(int replicas, WeightedCluster[] room, List<AssignedReplicas> kept, bool aggregated, PlacementRequest request)
    {
        var sum = 0L;
        foreach (var (_, weight) in room)
        {
            sum += weight;
        }

        return sum < replicas ? null : Apportion(replicas, aggregated ? Fewest(room, replicas, kept) : room, kept, request.BindingUid);
    }

    // As few clusters as possible: those that run it already first, then the largest; of equal ones the first.
    private static WeightedCluster[] Fewest(WeightedCluster[] room, int replicas, List<AssignedReplicas> kept)
    {
        var running = kept.Where(entry => entry.Replicas > 0).Select(entry => entry.Cluster).ToHashSet();
        var order = Enumerable.Range(0, room.Length).ToArray();
        Array.Sort(order, (one, other) =>
        {
            var byRunning = running.Count == 0 ? 0 : running.Contains(room[other].Name).CompareTo(running.Contains(room[one].Name));
            var byRoom = byRunning != 0 ? byRunning : room[other].Weight.CompareTo(room[one].Weight);
            return byRoom != 0 ? byRoom : one.CompareTo(other);
        });
        var (sum, count) = (0L, 0);
        while (count < order.Length && sum < replicas)
        {
            sum += room[order[count++]].Weight;
        }

        return Array.ConvertAll(order[..count], index => room[index]);
    }

    private static List<AssignedReplicas> Kept(Candidate[] chosen, IReadOnlyList<AssignedReplicas> previous)
    {
        if (previous.Count == 0)
        {
            return [];
        }

        var names = chosen.Where(static candidate => candidate.Score > 0).Select(static candidate => candidate.Name).ToHashSet();
        return [.. previous.Where(entry => names.Contains(entry.Cluster))];
    }

    private static List<AssignedReplicas> Apportion(int replicas, WeightedCluster[] weights, List<AssignedReplicas> kept, string uid)
    {
        var shares = WebsterApportionment.Divide(replicas, weights, WebsterApportionment.BreaksTiesDescending(uid));
        var before = kept.ToDictionary(entry => entry.Cluster, entry => entry.Replicas);
        var result = new List<AssignedReplicas>(Math.Min(weights.Length, replicas) + kept.Count);
        for (var i = 0; i < weights.Length; i++)
        {
            if (shares[i] > 0)
            {
                before.Remove(weights[i].Name, out var there);
                result.Add(new AssignedReplicas(weights[i].Name, there + shares[i]));
            }
        }

        result.AddRange(before.Select(entry => new AssignedReplicas(entry.Key, entry.Value)));
        return result;
    }
}

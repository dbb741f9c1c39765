namespace Portal.Core.Distribution.Placement;

/// <summary>Which of the candidates are used, so that the spread constraints hold.</summary>
internal static class SpreadSelection
{
    /// <summary>Reorders <paramref name="candidates"/> (best first) or copies from it. Exactly one of the results is set.</summary>
    public static (Candidate[]? Chosen, PlacementRefusal? Refusal, bool BeyondKarmada) Select(Candidate[] candidates, PlacementRequest request)
    {
        var constraints = request.Policy.SpreadConstraints;
        if (constraints.Count == 0 || IgnoresSpread(request.Policy.ReplicaScheduling))
        {
            return (candidates, null, false);
        }

        if (request.Rules == KarmadaRules.V116 && !request.BeyondKarmada && StopsScheduler(candidates, request))
        {
            return (null, PlacementRefusal.SchedulerFault, false);
        }

        var byCluster = Last(constraints, SpreadConstraint.Cluster);
        if (Last(constraints, SpreadConstraint.Region) is { } byRegion)
        {
            return ByGroup(candidates, byRegion, byCluster, request, beyondKarmada: false);
        }

        if (byCluster is not null)
        {
            return ByCluster(candidates, byCluster, request);
        }

        var other = Last(constraints, SpreadConstraint.Zone) ?? Last(constraints, SpreadConstraint.Provider);
        return request.BeyondKarmada && other is not null
            ? ByGroup(candidates, other, byCluster, request, beyondKarmada: true)
            : (null, PlacementRefusal.SpreadNotSupported, false);
    }

    // Static weights say exactly which clusters run it: Karmada spreads nothing then.
    private static bool IgnoresSpread(ReplicaScheduling? scheduling) =>
        scheduling is { ReplicaSchedulingType: ReplicaScheduling.Divided, ReplicaDivisionPreference: ReplicaScheduling.Weighted }
        && (scheduling.WeightPreference is null
            || (scheduling.WeightPreference.StaticWeightList is { Count: > 0 } && string.IsNullOrEmpty(scheduling.WeightPreference.DynamicWeight)));

    // Karmada 1.16 divides by zero when a region, zone or provider has no cluster that could hold all replicas (duplicated only).
    private static bool StopsScheduler(Candidate[] candidates, PlacementRequest request) =>
        request.Policy.ReplicaScheduling is not { ReplicaSchedulingType: ReplicaScheduling.Divided }
        && request.Policy.SpreadConstraints
            .Where(constraint => constraint.SpreadByField != SpreadConstraint.Cluster)
            .SelectMany(constraint => Group(candidates, constraint.SpreadByField).Values)
            .Any(group => !group.Exists(candidate => candidate.Available >= request.Replicas));

    private static (Candidate[]?, PlacementRefusal?, bool) ByCluster(Candidate[] candidates, SpreadConstraint spread, PlacementRequest request)
    {
        if (candidates.Length < spread.MinGroups)
        {
            return (null, PlacementRefusal.TooFewGroups, false);
        }

        var count = Math.Min(candidates.Length, spread.MaxGroups);
        if (request.Policy.ReplicaScheduling is not { ReplicaSchedulingType: ReplicaScheduling.Divided })
        {
            return (candidates[..count], null, false);
        }

        return WithRoom(candidates, count, request.Replicas) is { } chosen
            ? (chosen, null, false)
            : (null, PlacementRefusal.NotEnoughCapacity, false);
    }

    // The best `count` clusters; while they lack room, the last is exchanged for the roomiest of the rest, then the one before.
    private static Candidate[]? WithRoom(Candidate[] candidates, int count, int replicas)
    {
        var all = (Candidate[])candidates.Clone();
        var chosen = all.AsSpan(0, count);
        var rest = all.AsSpan(count);
        var room = Room(chosen);
        for (var last = count - 1; room < replicas && last >= 0; last--)
        {
            var most = chosen[last].Available;
            var better = -1;
            for (var i = 0; i < rest.Length; i++)
            {
                if (rest[i].Available > most)
                {
                    (better, most) = (i, rest[i].Available);
                }
            }

            if (better >= 0)
            {
                (chosen[last], rest[better]) = (rest[better], chosen[last]);
                room = Room(chosen);
            }
        }

        return count > 0 && room >= replicas ? all[..count] : null;
    }

    private static long Room(ReadOnlySpan<Candidate> clusters)
    {
        var sum = 0L;
        foreach (var cluster in clusters)
        {
            sum += cluster.Available;
        }

        return sum;
    }

    private static (Candidate[]?, PlacementRefusal?, bool) ByGroup(
        Candidate[] candidates, SpreadConstraint spread, SpreadConstraint? byCluster, PlacementRequest request, bool beyondKarmada)
    {
        var groups = Group(candidates, spread.SpreadByField);
        if (groups.Count < spread.MinGroups)
        {
            return (null, PlacementRefusal.TooFewGroups, beyondKarmada);
        }

        var chosen = GroupCombination.Choose(
            groups.Select(pair => new ClusterGroup(pair.Key, pair.Value.Count, GroupScore.Of(pair.Value, request, spread.MinGroups))),
            spread.MinGroups, spread.MaxGroups, byCluster?.MinGroups ?? 0);
        if (chosen.Count == 0)
        {
            return (null, PlacementRefusal.TooFewClustersInGroups, beyondKarmada);
        }

        // The best cluster of each group first; then the best of the rest, as many as the cluster constraint lets in.
        var selected = new List<Candidate>();
        var rest = new List<Candidate>();
        foreach (var group in chosen.Select(group => groups[group.Name]))
        {
            selected.Add(group[0]);
            rest.AddRange(group.Skip(1));
        }

        // Without a cluster constraint Karmada takes one cluster a group.
        var count = Math.Min(selected.Count + rest.Count, byCluster?.MaxGroups ?? 0);
        rest.Sort(Candidate.BestFirst);
        selected.AddRange(rest.Take(Math.Max(0, count - selected.Count)));
        return ([.. selected.DistinctBy(candidate => candidate.Name)], null, beyondKarmada);
    }

    private static Dictionary<string, List<Candidate>> Group(Candidate[] candidates, string field)
    {
        var groups = new Dictionary<string, List<Candidate>>(StringComparer.Ordinal);
        foreach (var candidate in candidates)
        {
            switch (field)
            {
                case SpreadConstraint.Region:
                    Add(candidate.Cluster.Region, candidate);
                    break;
                case SpreadConstraint.Provider:
                    Add(candidate.Cluster.Provider, candidate);
                    break;
                default:
                    foreach (var zone in candidate.Cluster.Zones)
                    {
                        Add(zone, candidate);
                    }

                    break;
            }
        }

        return groups;

        void Add(string name, Candidate candidate)
        {
            if (name.Length == 0)
            {
                return;
            }

            if (!groups.TryGetValue(name, out var list))
            {
                groups[name] = list = [];
            }

            list.Add(candidate);
        }
    }

    private static SpreadConstraint? Last(IReadOnlyList<SpreadConstraint> constraints, string field) =>
        constraints.LastOrDefault(constraint => constraint.SpreadByField == field);
}

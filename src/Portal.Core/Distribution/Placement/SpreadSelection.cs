namespace Portal.Core.Distribution.Placement;

/// <summary>Which of the candidates are used, so that the spread constraints hold.</summary>
internal static class SpreadSelection
{
    /// <summary>Puts <paramref name="candidates"/> in order, best first, where that decides something. Exactly one of the results is set.</summary>
    public static (Candidate[]? Chosen, PlacementRefusal? Refusal, bool BeyondKarmada) Select(Candidate[] candidates, PlacementRequest request)
    {
        var constraints = request.Policy.SpreadConstraints;
        var spreads = constraints.Count > 0 && !IgnoresSpread(request.Policy.ReplicaScheduling);
        if (spreads || ReplicaDivision.NeedsOrder(request))
        {
            Array.Sort(candidates);
        }

        if (!spreads)
        {
            return (candidates, null, false);
        }

        var stops = request.Rules == KarmadaRules.V116 && StopsScheduler(candidates, request);
        if (stops && !request.BeyondKarmada)
        {
            return (null, PlacementRefusal.SchedulerFault, false);
        }

        var byCluster = Last(constraints, SpreadConstraint.Cluster);
        if (Last(constraints, SpreadConstraint.Region) is { } byRegion)
        {
            return ByGroup(candidates, byRegion, byCluster, request, beyondKarmada: stops);
        }

        // Karmada refuses zones and providers by themselves, and passes over them beside clusters.
        if (request.BeyondKarmada && (Last(constraints, SpreadConstraint.Zone) ?? Last(constraints, SpreadConstraint.Provider)) is { } other)
        {
            return ByGroup(candidates, other, byCluster, request, beyondKarmada: true);
        }

        return byCluster is not null ? RoomSelection.ByCluster(candidates, byCluster, request) : (null, PlacementRefusal.SpreadNotSupported, false);
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
        // A cluster may be of several zones: it counts once.
        var taken = new HashSet<string>();
        var selected = chosen.Select(group => groups[group.Name][0]).Where(candidate => taken.Add(candidate.Name)).ToList();
        var rest = chosen.SelectMany(group => groups[group.Name]).Where(candidate => taken.Add(candidate.Name)).ToList();
        rest.Sort();

        // Without a cluster constraint Karmada takes one cluster a group.
        selected.AddRange(rest.Take(Math.Max(0, (byCluster?.MaxGroups ?? 0) - selected.Count)));
        return spread.SpreadByField == SpreadConstraint.Zone && selected.Count < (byCluster?.MinGroups ?? 0)
            ? (null, PlacementRefusal.TooFewClustersInGroups, beyondKarmada)
            : ([.. selected], null, beyondKarmada);
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

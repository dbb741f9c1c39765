using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>Which replicas to move from where they are towards where they would be placed anew, within a budget. Pure.</summary>
internal static class RebalanceRules
{
    /// <summary>One replica more or less is a matter of rounding.</summary>
    private const int Rounding = 1;

    /// <summary>
    /// By workload and cluster. Empty where nothing is worth a move, and where a part of it would not keep the spread.
    /// </summary>
    /// <param name="clusters">All that have replicas or would get some.</param>
    public static RebalanceOutcome Moves(IReadOnlyList<BalancedCluster> clusters, RebalancePolicy policy, IReadOnlyList<SpreadConstraint> spreads)
    {
        var all = clusters.Sum(cluster => cluster.Now.Values.Sum());
        var workloads = clusters.SelectMany(cluster => cluster.Now.Keys.Concat(cluster.Anew.Keys)).Distinct().Order(StringComparer.Ordinal)
            .Where(workload => clusters.Any(cluster => Math.Abs(cluster.Missing(workload)) > Rounding)).ToList();
        var (wanted, left) = (0, policy.Budget(all));
        var moves = new List<ProposedMove>();
        foreach (var workload in workloads)
        {
            var wants = clusters.Sum(cluster => Math.Max(0, cluster.Missing(workload)));
            var moved = Take(clusters, workload, Math.Min(wants, left));
            if (wants > left && !Keeps(clusters, workload, moved, spreads))
            {
                moved = [];
            }

            wanted += wants;
            left -= moved.Values.Sum(change => Math.Max(0, change));
            moves.AddRange(clusters.Where(cluster => moved.GetValueOrDefault(cluster.Id) != 0).OrderBy(cluster => cluster.Name, StringComparer.Ordinal)
                .Select(cluster => new ProposedMove(cluster.Id, cluster.Name, workload, cluster.NowOf(workload), cluster.NowOf(workload) + moved[cluster.Id])));
        }

        return new RebalanceOutcome(moves, wanted, all);
    }

    /// <summary>One at a time from the cluster that has the most too many to the one that has the most too few.</summary>
    private static Dictionary<Guid, int> Take(IReadOnlyList<BalancedCluster> clusters, string workload, int count)
    {
        var changes = new Dictionary<Guid, int>();
        for (; count > 0; count--)
        {
            var gains = clusters.OrderByDescending(Left).ThenBy(cluster => cluster.Name, StringComparer.Ordinal).First();
            var loses = clusters.OrderBy(Left).ThenBy(cluster => cluster.Name, StringComparer.Ordinal).First();
            if (Left(gains) <= 0 || Left(loses) >= 0)
            {
                break;
            }

            changes[gains.Id] = changes.GetValueOrDefault(gains.Id) + 1;
            changes[loses.Id] = changes.GetValueOrDefault(loses.Id) - 1;
        }

        return changes;

        int Left(BalancedCluster cluster) => cluster.Missing(workload) - changes.GetValueOrDefault(cluster.Id);
    }

    /// <summary>Half-way between two placements there may be more groups than either has.</summary>
    private static bool Keeps(IReadOnlyList<BalancedCluster> clusters, string workload, Dictionary<Guid, int> moved, IReadOnlyList<SpreadConstraint> spreads)
    {
        var used = clusters.Where(cluster => cluster.NowOf(workload) + moved.GetValueOrDefault(cluster.Id) > 0).ToList();
        return spreads.All(spread => used.Select(cluster => cluster.Group(spread.SpreadByField)).Distinct().Count() is var groups
            && groups >= spread.MinGroups && (spread.MaxGroups == 0 || groups <= spread.MaxGroups));
    }
}

/// <param name="Wanted">Replicas that would be better elsewhere, in or out of the budget.</param>
/// <param name="All">Replicas of the application.</param>
internal sealed record RebalanceOutcome(IReadOnlyList<ProposedMove> Moves, int Wanted, int All)
{
    public int Moved => Moves.Sum(move => Math.Max(0, move.To - move.From));
}

/// <param name="Now">Replicas by workload as they are meant to be.</param>
/// <param name="Anew">Replicas by workload as they would be placed anew.</param>
internal sealed record BalancedCluster(
    Guid Id, string Name, string Provider, string Region, string Zone, IReadOnlyDictionary<string, int> Now, IReadOnlyDictionary<string, int> Anew)
{
    public int NowOf(string workload) => Now.GetValueOrDefault(workload);

    public int Missing(string workload) => Anew.GetValueOrDefault(workload) - NowOf(workload);

    public string Group(string field) => field switch
    {
        SpreadConstraint.Region => Region,
        SpreadConstraint.Zone => Zone,
        SpreadConstraint.Provider => Provider,
        _ => Name,
    };
}

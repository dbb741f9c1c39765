namespace Portal.Core.Distribution.Placement;

/// <summary>A region (or zone, or provider) to choose from.</summary>
/// <param name="Clusters">How many candidates it holds.</param>
/// <param name="Score">See <see cref="GroupScore"/>.</param>
internal sealed record ClusterGroup(string Name, int Clusters, long Score);

/// <summary>
/// Which groups to use: the combination with the highest score among those that have between the least and the most groups
/// and enough clusters; and of that, the shortest beginning that is enough. The search order is that of Karmada's scheduler,
/// because it decides ties.
/// </summary>
internal static class GroupCombination
{
    /// <summary>Returns the names, best first; empty when no combination is enough.</summary>
    public static IReadOnlyList<ClusterGroup> Choose(IEnumerable<ClusterGroup> groups, int least, int most, int clusters)
    {
        var ordered = groups
            .OrderBy(group => group.Clusters).ThenByDescending(group => group.Score).ThenBy(group => group.Name, StringComparer.Ordinal)
            .ToArray();
        var found = new List<ClusterGroup[]>();
        Search(ordered, 0, 0, [], least, most, clusters, found);
        if (found.Count == 0)
        {
            return [];
        }

        var ranked = found
            .Select(path => path.OrderByDescending(group => group.Score).ThenBy(group => group.Name, StringComparer.Ordinal).ToArray())
            .OrderByDescending(path => path.Sum(group => group.Score)).ThenByDescending(path => path.Sum(group => group.Clusters))
            .ToArray();
        var best = ranked[0];
        foreach (var path in ranked.AsSpan(1))
        {
            if (path.Length < best.Length && path.AsSpan().SequenceEqual(best.AsSpan(0, path.Length)))
            {
                best = path;
            }
        }

        return best;
    }

    // Depth first over the groups in ascending size. True when the walk must end: all groups are needed, so one path exists.
    private static bool Search(
        ClusterGroup[] groups, int begin, int sum, List<ClusterGroup> path, int least, int most, int clusters, List<ClusterGroup[]> found)
    {
        if (sum >= clusters && path.Count >= least && path.Count <= most)
        {
            found.Add([.. path]);
            return false;
        }

        if (path.Count >= most)
        {
            return false;
        }

        for (var i = begin; i < groups.Length; i++)
        {
            path.Add(groups[i]);
            var end = Search(groups, i + 1, sum + groups[i].Clusters, path, least, most, clusters, found);
            if (end || groups.Length == least)
            {
                return true;
            }

            path.RemoveAt(path.Count - 1);
        }

        return false;
    }
}

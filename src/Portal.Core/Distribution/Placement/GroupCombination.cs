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
internal sealed class GroupCombination
{
    // Half of forty zones are more combinations than there is time for: then the best of the first ones is taken.
    private const int MostSteps = 2_000_000;

    private readonly ClusterGroup[] _groups;
    private readonly int _least;
    private readonly int _most;
    private readonly int _clusters;
    private readonly Stack<ClusterGroup> _path = new();
    private ClusterGroup[] _best = [];
    private (long Score, long Clusters) _bestRank;
    private int _steps;

    private GroupCombination(IEnumerable<ClusterGroup> groups, int least, int most, int clusters)
    {
        _groups = [.. groups.OrderBy(group => group.Clusters).ThenByDescending(group => group.Score).ThenBy(group => group.Name, StringComparer.Ordinal)];
        (_least, _most, _clusters) = (least, most, clusters);
    }

    /// <summary>Returns the names, best first; empty when no combination is enough.</summary>
    public static IReadOnlyList<ClusterGroup> Choose(IEnumerable<ClusterGroup> groups, int least, int most, int clusters)
    {
        var search = new GroupCombination(groups, least, most, clusters);
        search.Walk(0, 0);
        ClusterGroup[] best = [.. search._best.OrderByDescending(group => group.Score).ThenBy(group => group.Name, StringComparer.Ordinal)];
        for (var length = 1; length < best.Length; length++)
        {
            if (search.Finds(best.AsSpan(0, length)))
            {
                return best[..length];
            }
        }

        return best;
    }

    // Depth first over the groups in ascending size. True when the walk must end.
    private bool Walk(int begin, int sum)
    {
        if (IsEnough(sum, _path.Count))
        {
            Note(sum);
            return false;
        }

        if (_path.Count >= _most)
        {
            return false;
        }

        for (var i = begin; i < _groups.Length; i++)
        {
            _path.Push(_groups[i]);
            // When all groups are needed there is one path.
            if (Walk(i + 1, sum + _groups[i].Clusters) || _groups.Length == _least || ++_steps > MostSteps)
            {
                return true;
            }

            _path.Pop();
        }

        return false;
    }

    private bool IsEnough(int clusters, int groups) => clusters >= _clusters && groups >= _least && groups <= _most;

    private void Note(int clusters)
    {
        var rank = (_path.Sum(group => group.Score), (long)clusters);
        if (_best.Length == 0 || rank.CompareTo(_bestRank) > 0)
        {
            (_best, _bestRank) = ([.. _path], rank);
        }
    }

    // Whether the walk stops at exactly these groups: they are enough, and without the last of them in its order they are not.
    private bool Finds(ReadOnlySpan<ClusterGroup> groups)
    {
        var (sum, largest) = (0, -1);
        foreach (var group in groups)
        {
            sum += group.Clusters;
            largest = Math.Max(largest, Array.IndexOf(_groups, group));
        }

        return _groups.Length != _least && IsEnough(sum, groups.Length) && !IsEnough(sum - _groups[largest].Clusters, groups.Length - 1);
    }
}

namespace Portal.Core.Distribution.Placement;

/// <summary>
/// How good a group of clusters is: first by how much of its part it can hold, in units of 1,000, then by the mean score of
/// its clusters (0 to 100), so that capacity always outweighs locality. As Karmada's calcGroupScore.
/// </summary>
internal static class GroupScore
{
    private const long Unit = 1000;

    /// <param name="clusters">Best first.</param>
    /// <param name="leastGroups">The least number of groups: each should hold its share of the replicas.</param>
    public static long Of(List<Candidate> clusters, PlacementRequest request, int leastGroups) =>
        request.Policy.ReplicaScheduling is not { ReplicaSchedulingType: ReplicaScheduling.Divided }
            ? OfDuplicated(clusters, request.Replicas)
            : OfDivided(clusters, request, leastGroups);

    private static long OfDuplicated(List<Candidate> clusters, int replicas)
    {
        var (holding, score) = (0L, 0L);
        foreach (var cluster in clusters)
        {
            if (cluster.Available >= replicas)
            {
                holding++;
                score += cluster.Score;
            }
        }

        // Karmada 1.16 divides by zero here; a group that can hold nothing is simply the worst.
        return holding == 0 ? 0 : (holding * Unit) + (score / holding);
    }

    private static long OfDivided(List<Candidate> clusters, PlacementRequest request, int leastGroups)
    {
        var share = (long)Math.Ceiling(request.Replicas / (double)leastGroups);
        var leastClusters = Math.Max(leastGroups,
            request.Policy.SpreadConstraints.LastOrDefault(spread => spread.SpreadByField == SpreadConstraint.Cluster)?.MinGroups ?? 0);
        var (room, score, counted) = (0L, 0L, 0L);
        foreach (var cluster in clusters)
        {
            room += cluster.Available;
            score += cluster.Score;
            counted++;
            if (counted >= leastClusters && room >= share)
            {
                break;
            }
        }

        return room < share ? (room * Unit) + (score / clusters.Count) : (share * Unit) + (score / counted);
    }
}

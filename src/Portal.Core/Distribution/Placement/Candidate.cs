namespace Portal.Core.Distribution.Placement;

/// <summary>A cluster that passed the filters, with what selection and division need to know of it.</summary>
internal struct Candidate
{
    public PlacementCluster Cluster;

    public int Score;

    /// <summary>Replicas that still fit.</summary>
    public int Allocatable;

    /// <summary>Replicas that run there or still fit.</summary>
    public long Available;

    public readonly string Name => Cluster.Name;

    /// <summary>Best first: score, then room, then name.</summary>
    public static readonly Comparer<Candidate> BestFirst = Comparer<Candidate>.Create(static (left, right) =>
    {
        var byScore = right.Score.CompareTo(left.Score);
        if (byScore != 0)
        {
            return byScore;
        }

        var byRoom = right.Available.CompareTo(left.Available);
        return byRoom != 0 ? byRoom : string.CompareOrdinal(left.Name, right.Name);
    });
}

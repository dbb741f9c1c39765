namespace Portal.Core.Distribution.Placement;

/// <summary>A cluster that passed the filters, with what selection and division need to know of it. There may be thousands: it is small.</summary>
/// <param name="allocatable">Replicas that still fit.</param>
/// <param name="before">Replicas of the assignment before, or <see cref="NotThere"/>.</param>
internal readonly struct Candidate(PlacementCluster cluster, int allocatable, int before) : IComparable<Candidate>
{
    public const int NotThere = -1;
    private const int RunsThereScore = 100;

    public PlacementCluster Cluster { get; } = cluster;

    public int Allocatable { get; } = allocatable;

    public string Name => Cluster.Name;

    public int Score => before == NotThere ? 0 : RunsThereScore;

    /// <summary>Replicas that run there.</summary>
    public int Running => Math.Max(0, before);

    /// <summary>Replicas that run there or still fit.</summary>
    public long Available => Allocatable + (long)Running;

    /// <summary>Best first: score, then room, then name.</summary>
    public int CompareTo(Candidate other)
    {
        var byScore = other.Score.CompareTo(Score);
        if (byScore != 0)
        {
            return byScore;
        }

        var byRoom = other.Available.CompareTo(Available);
        return byRoom != 0 ? byRoom : string.CompareOrdinal(Name, other.Name);
    }
}

namespace Portal.Core.Distribution.Placement;

/// <summary>Which clusters are used when they are spread over by themselves: the best, as long as they have room for a divided workload.</summary>
internal static class RoomSelection
{
    /// <param name="candidates">Best first.</param>
    public static (Candidate[]? Chosen, PlacementRefusal? Refusal, bool BeyondKarmada) ByCluster(Candidate[] candidates, SpreadConstraint spread, PlacementRequest request)
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
}

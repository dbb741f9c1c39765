namespace Portal.Core.Components.Systems.Connections;

/// <summary>Turns what was seen into what is shown. Pure.</summary>
public static class ConnectionRules
{
    /// <summary>After this nothing is said of a way any more.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>Every ordered pair of the clusters; what was not seen, or not lately, is unknown.</summary>
    public static SystemConnectionsView Show(IReadOnlyList<ConnectedCluster> clusters, IEnumerable<SystemConnection> seen, DateTimeOffset now)
    {
        var rows = seen.ToDictionary(row => (row.FromClusterId, row.ToClusterId));
        return new SystemConnectionsView(clusters,
        [
            .. from one in clusters
               from other in clusters
               where one.Id != other.Id
               select Show(one, other, rows.GetValueOrDefault((one.Id, other.Id)), now),
        ]);
    }

    /// <summary>Writes a look into its row: a cluster that did not answer says nothing new, and not since when.</summary>
    public static void Note(SystemConnection row, ObservedConnection look, DateTimeOffset now)
    {
        row.State = look.State;
        row.Reason = look.Reason;
        row.LatencyMilliseconds = look.LatencyMilliseconds;
        row.CheckedAt = now;
        if (look.State != SystemConnectionState.Unknown)
        {
            row.KnownAt = now;
        }
    }

    private static ConnectionView Show(ConnectedCluster from, ConnectedCluster to, SystemConnection? row, DateTimeOffset now) => row switch
    {
        null => new ConnectionView(from.Id, to.Id, SystemConnectionState.Unknown, "Nobody has looked yet.", null, null),
        _ when now - row.CheckedAt > Fresh => new ConnectionView(from.Id, to.Id, SystemConnectionState.Unknown, "Nobody has looked lately.", null, row.KnownAt),
        _ => new ConnectionView(from.Id, to.Id, row.State, row.Reason, row.LatencyMilliseconds, row.KnownAt),
    };
}

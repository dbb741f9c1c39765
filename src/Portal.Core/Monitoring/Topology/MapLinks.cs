using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Connections;

namespace Portal.Core.Monitoring.Topology;

/// <summary>Puts the ways of systems together to links between places. What is not known is counted as that. Pure.</summary>
public sealed class MapLinks
{
    /// <summary>Links of one answer.</summary>
    public const int Most = 500;

    internal const string Karmada = "karmada";

    internal const string KubeEdge = "kubeedge";

    private const string NobodyLooked = "Nobody has looked yet.";

    /// <summary>The worst first. That nothing is known is worse than that something is on its way.</summary>
    private static readonly SystemConnectionState[] Worst =
    [
        SystemConnectionState.Failed, SystemConnectionState.Missing, SystemConnectionState.Unknown, SystemConnectionState.Connecting, SystemConnectionState.Prepared,
        SystemConnectionState.Connected,
    ];

    private readonly MapPlaces _places;
    private readonly Dictionary<(Guid? System, MapLinkKind Kind, string From, string To), Tally> _tallies = [];
    private readonly Dictionary<string, EdgeTally?> _edges = new(StringComparer.Ordinal);

    internal MapLinks(MapPlaces places) => _places = places;

    /// <summary>Places of edge nodes, by the place of their clusters.</summary>
    internal IReadOnlyDictionary<string, EdgeTally?> Edges => _edges;

    internal static string EdgeKey(string place) => $"edge:{place}";

    /// <summary>Every ordered pair of a system's clusters is a way; those of which nobody has told are unknown.</summary>
    internal void AddConnections(IReadOnlyList<MapMember> members, IEnumerable<SeenWays> seen)
    {
        var looks = seen.ToLookup(ways => ways.SystemId);
        foreach (var system in members.Where(IsConnected).GroupBy(member => member.SystemId))
        {
            var (title, kind) = (system.First().Title, system.First().System == ConnectedSystems.Submariner ? MapLinkKind.Tunnel : MapLinkKind.Mesh);
            var counts = system.DistinctBy(member => member.ClusterId).CountBy(member => _places.KeyOf(member.ClusterId)).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            for (var one = 0; one < counts.Count; one++)
            {
                for (var other = one; other < counts.Count; other++)
                {
                    var ways = one == other ? counts[one].Value * (counts[one].Value - 1) : 2 * counts[one].Value * counts[other].Value;
                    if (ways > 0)
                    {
                        _tallies[(system.Key, kind, counts[one].Key, counts[other].Key)] = new Tally(title, ways);
                    }
                }
            }

            foreach (var ways in looks[system.Key])
            {
                if (_places.KeyOf(ways.From) is { } from && _places.KeyOf(ways.To) is { } to
                    && _tallies.TryGetValue((system.Key, kind, Lesser(from, to), Greater(from, to)), out var tally))
                {
                    tally.Count(ways.State, ways.Count, ways.Reason, ways.LatencyMilliseconds, ways.SeenAt);
                }
            }
        }
    }

    /// <summary>The portal knows whether a member was joined; whether its control plane reaches it is told there.</summary>
    internal void AddKarmada(IReadOnlyList<MapMember> members, IEnumerable<KarmadaJoinSeen> joins, IReadOnlyDictionary<Guid, MapCluster> clusters)
    {
        var seen = joins.ToDictionary(join => (join.SystemId, join.ClusterId));
        foreach (var system in members.Where(member => member.System == Karmada).GroupBy(member => member.SystemId))
        {
            if (system.FirstOrDefault(member => member.Role == "host") is not { } host)
            {
                continue;
            }

            foreach (var member in system.Where(member => member.Role != "host").DistinctBy(member => member.ClusterId))
            {
                var (from, to) = (_places.KeyOf(host.ClusterId), _places.KeyOf(member.ClusterId));
                var tally = Sum((system.Key, MapLinkKind.ControlPlane, from, to), system.First().Title);
                var join = seen.GetValueOrDefault((system.Key, member.ClusterId));
                if (clusters[host.ClusterId].State == ClusterState.Unreachable || clusters[member.ClusterId].State == ClusterState.Unreachable)
                {
                    var silent = clusters[host.ClusterId].State == ClusterState.Unreachable ? host.ClusterId : member.ClusterId;
                    tally.Count(SystemConnectionState.Unknown, 1, $"Cluster {clusters[silent].Name} did not answer.", null, join?.DoneAt);
                }
                else
                {
                    var state = join switch
                    {
                        null => SystemConnectionState.Unknown,
                        { Problem.Length: > 0 } => SystemConnectionState.Failed,
                        { DoneAt: null } => SystemConnectionState.Connecting,
                        _ => SystemConnectionState.Prepared,
                    };
                    tally.Count(state, 1, join is null ? NobodyLooked : join.Problem, null, join?.DoneAt);
                }
            }
        }
    }

    /// <summary>A cluster that does not answer says nothing of its edge nodes now.</summary>
    internal void AddEdge(IEnumerable<EdgeSeen> edges, ILookup<Guid, MapMember> systems, IReadOnlyDictionary<Guid, MapCluster> clusters)
    {
        foreach (var edge in edges.Where(edge => _places.Has(edge.ClusterId) && edge.Tally is not { Total: 0 }))
        {
            var place = _places.KeyOf(edge.ClusterId);
            var system = systems[edge.ClusterId].FirstOrDefault(member => member.System == KubeEdge);
            var tally = Sum((system?.SystemId, MapLinkKind.Edge, place, EdgeKey(place)), system?.Title ?? "KubeEdge");
            if (edge.Tally is not { } nodes || clusters[edge.ClusterId].State is ClusterState.Unreachable or ClusterState.Unknown)
            {
                tally.Count(SystemConnectionState.Unknown, edge.Tally?.Total ?? 1, edge.Tally is null ? NobodyLooked : $"Cluster {clusters[edge.ClusterId].Name} did not answer.", null, edge.ReadAt);
            }
            else
            {
                tally.Count(SystemConnectionState.Connected, nodes.Ready, "", null, edge.ReadAt);
                tally.Count(SystemConnectionState.Failed, nodes.Total - nodes.Ready, $"{nodes.Total - nodes.Ready} of {nodes.Total} edge nodes of {clusters[edge.ClusterId].Name} are not ready.", null, edge.ReadAt);
            }

            // Of a sum of which a part is not known, nothing is said.
            _edges[place] = _edges.TryGetValue(place, out var before)
                ? before is null || edge.Tally is null ? null : new EdgeTally(before.Ready + edge.Tally.Ready, before.Total + edge.Tally.Total)
                : edge.Tally;
        }
    }

    /// <summary>The worst first.</summary>
    internal IReadOnlyList<MapLink> Read() =>
    [
        .. _tallies.Where(pair => pair.Value.Ways.Count > 0 || pair.Value.Expected > 0)
            .Select(pair => pair.Value.Link(pair.Key.System, pair.Key.Kind, pair.Key.From, pair.Key.To))
            .OrderBy(link => Array.IndexOf(Worst, link.State)).ThenBy(link => link.System, StringComparer.Ordinal)
            .ThenBy(link => link.From, StringComparer.Ordinal).ThenBy(link => link.To, StringComparer.Ordinal),
    ];

    /// <summary>A broker is no end of a tunnel.</summary>
    private static bool IsConnected(MapMember member) => member.System == ConnectedSystems.Istio || (member.System == ConnectedSystems.Submariner && member.Role == "member");

    private static string Lesser(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? one : other;

    private static string Greater(string one, string other) => string.CompareOrdinal(one, other) <= 0 ? other : one;

    /// <summary>One whose number of ways is that of what is counted.</summary>
    private Tally Sum((Guid?, MapLinkKind, string, string) key, string title) => _tallies.TryGetValue(key, out var known) ? known : _tallies[key] = new Tally(title, 0);

    /// <param name="expected">Ways that there are; what is not counted of them is unknown.</param>
    private sealed class Tally(string title, int expected)
    {
        private string _reason = "";
        private SystemConnectionState _worst = SystemConnectionState.Connected;
        private double? _latency;
        private DateTimeOffset? _seen = DateTimeOffset.MaxValue;

        public Dictionary<SystemConnectionState, int> Ways { get; } = [];

        public int Expected => expected;

        public void Count(SystemConnectionState state, int ways, string reason, double? latency, DateTimeOffset? seen)
        {
            if (ways == 0)
            {
                return;
            }

            Ways[state] = Ways.GetValueOrDefault(state) + ways;
            if (Array.IndexOf(Worst, state) is var rank && (rank < Array.IndexOf(Worst, _worst) || (rank == Array.IndexOf(Worst, _worst) && _reason.Length == 0)))
            {
                (_worst, _reason) = (state, reason);
            }

            _latency = latency > _latency || _latency is null ? latency ?? _latency : _latency;
            _seen = seen is null || _seen is null ? null : seen < _seen ? seen : _seen;
        }

        public MapLink Link(Guid? system, MapLinkKind kind, string from, string to)
        {
            if (expected - Ways.Values.Sum() is > 0 and var unseen)
            {
                Count(SystemConnectionState.Unknown, unseen, NobodyLooked, null, null);
            }

            return new MapLink(system, title, kind, from, to, _worst, Ways, _reason, _latency, _seen == DateTimeOffset.MaxValue ? null : _seen);
        }
    }
}

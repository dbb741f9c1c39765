using Portal.Core.Clusters;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Topology;

/// <summary>Which place of the map each cluster has: its own while they are few, else its fleet's, its region's, or that of the rest. Pure.</summary>
public sealed class MapPlaces
{
    /// <summary>Clusters that are shown one by one.</summary>
    public const int Most = 60;

    /// <summary>Fleets, or regions of one, that are shown one by one.</summary>
    private const int MostGroups = 60;

    /// <summary>Fleets beyond the bound.</summary>
    private const string Others = "fleet:";

    /// <summary>The worst first.</summary>
    private static readonly ClusterState[] Worst =
        [ClusterState.Unreachable, ClusterState.Degraded, ClusterState.Unknown, ClusterState.Leaving, ClusterState.Joining, ClusterState.Healthy];

    private readonly Dictionary<Guid, MapCluster> _clusters;
    private readonly Dictionary<Guid, string> _keys = [];
    private readonly Dictionary<(string Fleet, string Region), string> _shared = [];

    private MapPlaces(IReadOnlyList<MapCluster> clusters, MapQuestion question)
    {
        _clusters = clusters.ToDictionary(cluster => cluster.Id);
        IsGrouped = clusters.Count > Most;
        Opened = IsGrouped ? question : new MapQuestion();
        Assign(clusters);
    }

    public bool IsGrouped { get; }

    public MapQuestion Opened { get; }

    /// <summary>The clusters that have a place of their own.</summary>
    internal IReadOnlyList<Guid> Shown => [.. _keys.Where(pair => IsOwn(pair.Value)).Select(pair => pair.Key)];

    internal static MapPlaces Of(IReadOnlyList<MapCluster> clusters, MapQuestion question) => new(clusters, question);

    internal string KeyOf(Guid cluster) => _keys[cluster];

    internal bool Has(Guid cluster) => _keys.ContainsKey(cluster);

    /// <summary>The place of clusters of a fleet and region that have none of their own; null where there is none.</summary>
    internal string? KeyOf(WayEnd end) => end.ClusterId is { } cluster
        ? _keys.GetValueOrDefault(cluster)
        : _shared.GetValueOrDefault((end.Fleet, end.Region));

    internal IReadOnlyList<MapPlace> Places(ILookup<Guid, string> roles) =>
    [
        .. _keys.GroupBy(pair => pair.Value, pair => _clusters[pair.Key], StringComparer.Ordinal)
            .Select(place => Place(place.Key, [.. place], roles))
            .OrderBy(place => place.Fleet, StringComparer.Ordinal).ThenBy(place => place.Kind == MapPlaceKind.Rest)
            .ThenBy(place => place.Region, StringComparer.Ordinal).ThenBy(place => place.Name, StringComparer.Ordinal),
    ];

    private static bool IsOwn(string key) => key.StartsWith("cluster:", StringComparison.Ordinal);

    private static MapPlace Place(string key, IReadOnlyList<MapCluster> clusters, ILookup<Guid, string> roles)
    {
        var kind = Enum.Parse<MapPlaceKind>(key[..key.IndexOf(':', StringComparison.Ordinal)], ignoreCase: true);
        var first = clusters[0];
        var states = clusters.CountBy(cluster => cluster.State).ToDictionary();
        var region = clusters.All(cluster => cluster.Region == first.Region) ? first.Region : "";
        var name = kind switch { MapPlaceKind.Cluster => first.Name, MapPlaceKind.Region => first.Region, MapPlaceKind.Fleet when key != Others => first.Fleet, _ => "" };
        return new MapPlace(
            key, key == Others ? MapPlaceKind.Rest : kind, name, key == Others ? "" : first.Fleet, clusters.All(cluster => cluster.Provider == first.Provider) ? first.Provider : "", region,
            Worst.First(states.ContainsKey), states, [.. clusters.SelectMany(cluster => roles[cluster.Id]).Distinct().Order(StringComparer.Ordinal)])
        {
            SeenAt = clusters.Any(cluster => cluster.SeenAt is null) ? null : clusters.Min(cluster => cluster.SeenAt),
        };
    }

    private void Assign(IReadOnlyList<MapCluster> clusters)
    {
        if (!IsGrouped)
        {
            Own(clusters);
            return;
        }

        var fleets = clusters.GroupBy(cluster => cluster.Fleet, StringComparer.Ordinal).OrderBy(fleet => fleet.Key == Opened.Fleet ? 0 : 1)
            .ThenByDescending(fleet => fleet.Count()).ThenBy(fleet => fleet.Key, StringComparer.Ordinal).ToList();
        if (Opened.Fleet is { } wanted && fleets[0].Key != wanted)
        {
            throw ProblemException.NotFound($"The map has no fleet {wanted}", "Choose one of the fleets of the map.");
        }

        foreach (var (fleet, index) in fleets.Select((fleet, index) => (fleet, index)))
        {
            if (fleet.Key == Opened.Fleet)
            {
                Open([.. fleet]);
            }
            else
            {
                Put(fleet, index < MostGroups ? $"fleet:{fleet.Key}" : Others);
            }
        }
    }

    private void Open(IReadOnlyList<MapCluster> fleet)
    {
        var regions = fleet.GroupBy(cluster => cluster.Region, StringComparer.Ordinal)
            .OrderBy(region => region.Key == Opened.Region ? 0 : 1).ThenByDescending(region => region.Count()).ThenBy(region => region.Key, StringComparer.Ordinal).ToList();
        if (Opened.Region is { } wanted && regions[0].Key != wanted)
        {
            throw ProblemException.NotFound($"Fleet {Opened.Fleet} has no cluster in region {wanted}", "Choose one of the regions of the map.");
        }

        if (Opened.Region is null && (fleet.Count <= Most || regions.Count == 1))
        {
            Own(fleet);
            return;
        }

        foreach (var (region, index) in regions.Select((region, index) => (region, index)))
        {
            if (region.Key == Opened.Region)
            {
                Own([.. region]);
            }
            else
            {
                Put(region, index < MostGroups ? $"region:{region.Key}" : "rest:regions");
            }
        }
    }

    /// <summary>Those in trouble are shown before those that are well.</summary>
    private void Own(IReadOnlyList<MapCluster> clusters)
    {
        var ordered = clusters.OrderBy(cluster => Array.IndexOf(Worst, cluster.State)).ThenBy(cluster => cluster.Name, StringComparer.Ordinal).ToList();
        foreach (var cluster in ordered.Take(Most))
        {
            _keys[cluster.Id] = $"cluster:{cluster.Name}";
        }

        Put(ordered.Skip(Most), "rest:clusters");
    }

    private void Put(IEnumerable<MapCluster> clusters, string key)
    {
        foreach (var cluster in clusters)
        {
            _keys[cluster.Id] = key;
            _shared[(cluster.Fleet, cluster.Region)] = key;
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Core.Clusters;
using Portal.Core.Monitoring.Topology;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Topology;

/// <summary>How places and links of the map are said.</summary>
internal static class MapWords
{
    private static readonly StatusLook EdgeReady = new(StatusShape.Disc, "good", "Release.Ready");
    private static readonly StatusLook EdgeNotReady = new(StatusShape.Triangle, "warn", "Release.Degraded");
    private static readonly StatusLook EdgeUnknown = StatusLook.Of(ClusterState.Unknown);

    public static StatusLook Look(MapPlace place) => place switch
    {
        { Kind: MapPlaceKind.Edge, Edge: { } edge } => edge.Ready == edge.Total ? EdgeReady : EdgeNotReady,
        { Kind: MapPlaceKind.Edge } => EdgeUnknown,
        _ => StatusLook.Of(place.State),
    };

    public static string Name(MapPlace place, IStringLocalizer<MonitoringText> words) => place.Kind switch
    {
        MapPlaceKind.Edge => words.Fill("Map.EdgeOf", ("name", place.Name)),
        MapPlaceKind.Rest => words["Map.Rest"],
        MapPlaceKind.Region when place.Name.Length == 0 => words["Map.NoRegion"],
        _ => place.Name,
    };

    /// <summary>What stands below its name.</summary>
    public static string More(MapPlace place, IStringLocalizer<MonitoringText> words) => place.Kind switch
    {
        MapPlaceKind.Edge => place.Edge is { } edge ? words.Fill("Map.Edge", ("ready", edge.Ready), ("total", edge.Total)) : words["Unknown"],
        MapPlaceKind.Cluster => string.Join(" · ", new[] { place.Fleet, place.Region }.Where(text => text.Length > 0)),
        _ => words.Count("Map.Clusters", place.Clusters),
    };

    public static string Said(MapPlace place, IStringLocalizer<MonitoringText> words, IStringLocalizer<ShellText> shell) =>
        words.Fill("Map.Place", ("name", Name(place, words)), ("state", shell[Look(place).Word].Value), ("more", More(place, words)));

    public static string Link(MapLink link, string from, string to, IStringLocalizer<MonitoringText> words, IStringLocalizer<ShellText> shell)
    {
        var said = words.Fill("Map.Link", ("system", link.System), ("from", from), ("to", to), ("state", shell[StatusLook.Of(link.State).Word].Value));
        return link.Reason.Length > 0 ? $"{said} {PhraseBook.Say(link.Reason, CultureInfo.CurrentUICulture)}" : said;
    }

    /// <summary>Where a place leads: into the fleet or region, or to the cluster.</summary>
    public static string Address(MapPlace place) => place.Kind switch
    {
        MapPlaceKind.Cluster => Links.Cluster(place.Name),
        MapPlaceKind.Fleet => Links.TopologyMap(place.Fleet),
        MapPlaceKind.Region => Links.TopologyMap(place.Fleet, place.Name),
        MapPlaceKind.Edge when place.Key.StartsWith("edge:fleet:", StringComparison.Ordinal) => Links.TopologyMap(place.Fleet),
        MapPlaceKind.Edge when place.Key.StartsWith("edge:region:", StringComparison.Ordinal) => Links.TopologyMap(place.Fleet, place.Name),
        MapPlaceKind.Edge when !place.Key.StartsWith("edge:cluster:", StringComparison.Ordinal) => Links.Clusters,
        MapPlaceKind.Edge => Links.Cluster(place.Name, "nodes"),
        _ => Links.Clusters,
    };

    public static string Short(string text, int most) => text.Length > most ? string.Concat(text.AsSpan(0, most - 1), "…") : text;

    public static string Latency(double milliseconds, IStringLocalizer<MonitoringText> words) =>
        words.Fill("Milliseconds", ("ms", milliseconds.ToString("0.#", CultureInfo.CurrentCulture)));
}

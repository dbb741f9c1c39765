using Portal.Core.Monitoring.Topology;

namespace Portal.Web.Monitoring.Topology;

/// <summary>Where a place is drawn: its middle, and the angle at which it is seen from the middle of the picture, in degrees.</summary>
public sealed record PlacePoint(MapPlace Place, double X, double Y, double Angle);

/// <summary>A curve between two places.</summary>
/// <param name="Path">As SVG writes it.</param>
/// <param name="X">Of the middle of the curve.</param>
public sealed record LinkCurve(MapLink Link, string Path, double X, double Y);

/// <summary>A fleet whose places stand beside each other on a ring: an arc along them, and where its name is.</summary>
/// <param name="Anchor">As SVG names it.</param>
public sealed record FleetArc(string Fleet, string Path, double X, double Y, string Anchor);

/// <summary>
/// Puts the places on a ring, those of one fleet beside each other, and bends links towards the middle, so that none passes
/// through a place. The same map always looks the same.
/// </summary>
public sealed class MapLayout
{
    public const double Width = 960;

    /// <summary>Up to so many places have a box with words; more have a dot with their name beside it.</summary>
    private const int MostBoxes = 12;

    /// <summary>Letters of a name that are shown beside its dot, and of a fleet's beside its arc.</summary>
    public const int MostLetters = 24;

    public const int MostOfFleet = 16;

    /// <summary>Above so many links their marks would lie on each other.</summary>
    private const int MostMarked = 80;

    private const double Letter = 7.2;

    private MapLayout(IReadOnlyList<PlacePoint> places, IReadOnlyList<LinkCurve> links, IReadOnlyList<FleetArc> fleets, double height, bool hasBoxes) =>
        (Places, Links, Fleets, Height, HasBoxes) = (places, links, fleets, height, hasBoxes);

    public IReadOnlyList<PlacePoint> Places { get; }

    /// <summary>Without those within one place; the worst last, as that is on top.</summary>
    public IReadOnlyList<LinkCurve> Links { get; }

    /// <summary>Empty where places have boxes, or stand for fleets themselves.</summary>
    public IReadOnlyList<FleetArc> Fleets { get; }

    public bool IsDense => Links.Count > MostMarked;

    public double Height { get; }

    public bool HasBoxes { get; }

    public static MapLayout Of(ClusterMap map)
    {
        var count = map.Places.Count;
        var hasBoxes = count <= MostBoxes;
        var names = 34 + Letter * Math.Min(MostLetters, map.Places.Max(place => place.Name.Length + (place.Kind == MapPlaceKind.Edge ? 8 : 0)));
        var hasFleets = !hasBoxes && map.Places.Any(place => place.Kind is MapPlaceKind.Cluster or MapPlaceKind.Region);
        var room = names + (hasFleets ? 20 + Letter * Math.Min(MostOfFleet, map.Places.Max(place => place.Fleet.Length)) : 0);
        var height = !hasBoxes ? Width - 2 * (room - names) + (hasFleets ? 60 : 0) : count switch { 1 => 120, 2 => 140, <= 4 => 320, <= 8 => 420, _ => 520 };
        var (across, up) = hasBoxes ? (Width / 2 - 100, height / 2 - 36) : (Width / 2 - room, Width / 2 - room);
        var start = count == 2 ? 180 : -90;
        var places = map.Places.Select((place, index) =>
        {
            var angle = start + 360.0 * index / count;
            var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
            return count == 1 ? new PlacePoint(place, Width / 2, height / 2, 0) : new PlacePoint(place, Width / 2 + across * cos, height / 2 + up * sin, angle);
        }).ToList();
        var points = places.ToDictionary(point => point.Place.Key, StringComparer.Ordinal);
        var links = map.Links.Where(link => link.From != link.To && points.ContainsKey(link.From) && points.ContainsKey(link.To))
            .GroupBy(link => (link.From, link.To))
            .SelectMany(same => same.Select((link, index) => Curve(link, points[link.From], points[link.To], height, index - (same.Count() - 1) / 2.0)));
        return new MapLayout(places, [.. links.Reverse()], hasFleets ? [.. Arcs(places, across, names, height)] : [], height, hasBoxes);
    }

    private static IEnumerable<FleetArc> Arcs(List<PlacePoint> places, double radius, double names, double height)
    {
        var half = 120.0 / places.Count;
        foreach (var fleet in places.GroupBy(point => point.Place.Fleet, StringComparer.Ordinal).Where(fleet => fleet.Key.Length > 0))
        {
            var (first, last) = (fleet.First().Angle - half, fleet.Last().Angle + half);
            var (fromX, fromY) = At(first, radius - 13);
            var (toX, toY) = At(last, radius - 13);
            var (nameX, nameY) = At((first + last) / 2, radius + names);
            yield return new FleetArc(
                fleet.Key, FormattableString.Invariant($"M{fromX:0.#} {fromY:0.#}A{radius - 13:0.#} {radius - 13:0.#} 0 {(last - first > 180 ? 1 : 0)} 1 {toX:0.#} {toY:0.#}"),
                nameX, nameY, (nameX - Width / 2) switch { > 60 => "start", < -60 => "end", _ => "middle" });
        }

        (double X, double Y) At(double angle, double far) => Math.SinCos(angle * Math.PI / 180) is var (sin, cos) ? (Width / 2 + far * cos, height / 2 + far * sin) : default;
    }

    /// <param name="offset">Of one that has neighbours between the same places, in steps.</param>
    private static LinkCurve Curve(MapLink link, PlacePoint from, PlacePoint to, double height, double offset)
    {
        var (middleX, middleY) = ((from.X + to.X) / 2, (from.Y + to.Y) / 2);
        var (alongX, alongY) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Max(1, Math.Sqrt(alongX * alongX + alongY * alongY));
        var bendX = middleX + (Width / 2 - middleX) * 0.6 - alongY / length * offset * 40;
        var bendY = middleY + (height / 2 - middleY) * 0.6 + alongX / length * offset * 40;
        return new LinkCurve(
            link, FormattableString.Invariant($"M{from.X:0.#} {from.Y:0.#}Q{bendX:0.#} {bendY:0.#} {to.X:0.#} {to.Y:0.#}"),
            from.X / 4 + bendX / 2 + to.X / 4, from.Y / 4 + bendY / 2 + to.Y / 4);
    }
}

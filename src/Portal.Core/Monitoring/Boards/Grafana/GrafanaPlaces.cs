using System.Globalization;
using System.Text.Json;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>Where a panel stands.</summary>
internal readonly record struct GrafanaPlace(int X, int Y, int Width, int Height);

/// <summary>The panels of a dashboard in their order, those of closed rows and of old dashboards' rows among them.</summary>
internal static class GrafanaPlaces
{
    private const int RowOfPixels = 30;

    public static IEnumerable<(JsonElement Panel, GrafanaPlace Place)> Of(JsonElement dashboard) =>
        dashboard.Part("panels") is { ValueKind: JsonValueKind.Array } ? OfGrid(dashboard) : OfRows(dashboard);

    private static IEnumerable<(JsonElement, GrafanaPlace)> OfGrid(JsonElement dashboard)
    {
        // What is in a closed row takes no room until it is opened: it moves all below it down.
        var pushed = 0;
        foreach (var panel in dashboard.Items("panels").Where(panel => panel.ValueKind == JsonValueKind.Object))
        {
            var place = PlaceOf(panel, pushed);
            yield return (panel, place);
            var inner = panel.Text("type") == "row" ? panel.Items("panels").Where(each => each.ValueKind == JsonValueKind.Object).ToList() : [];
            if (inner.Count > 0)
            {
                var first = inner.Min(each => PlaceOf(each, 0).Y);
                var last = inner.Max(each => PlaceOf(each, 0) is var one ? one.Y + one.Height : 0);
                foreach (var each in inner)
                {
                    yield return (each, PlaceOf(each, 0) is var one ? one with { Y = place.Y + 1 + one.Y - first } : default);
                }

                pushed += last - first;
            }
        }
    }

    /// <summary>Before Grafana 5: rows of panels whose widths are twelfths.</summary>
    private static IEnumerable<(JsonElement, GrafanaPlace)> OfRows(JsonElement dashboard)
    {
        var y = 0;
        foreach (var row in dashboard.Items("rows").Where(row => row.ValueKind == JsonValueKind.Object))
        {
            var height = Math.Clamp(Pixels(row) / RowOfPixels, 2, BoardBounds.PanelHeight);
            if (row.Text("title").Length > 0 && row.Flag("showTitle"))
            {
                yield return (row, new GrafanaPlace(0, y++, BoardBounds.Columns, 1));
            }

            var x = 0;
            foreach (var panel in row.Items("panels").Where(panel => panel.ValueKind == JsonValueKind.Object))
            {
                var width = Math.Clamp((((JsonElement?)panel).Whole("span") ?? 12) * 2, 2, BoardBounds.Columns);
                if (x + width > BoardBounds.Columns)
                {
                    (x, y) = (0, y + height);
                }

                yield return (panel, new GrafanaPlace(x, y, width, height));
                x += width;
            }

            y += height;
        }
    }

    private static GrafanaPlace PlaceOf(JsonElement panel, int pushed)
    {
        var place = panel.Part("gridPos");
        var width = Math.Clamp(place.Whole("w") ?? 12, 1, BoardBounds.Columns);
        return new GrafanaPlace(
            Math.Clamp(place.Whole("x") ?? 0, 0, BoardBounds.Columns - width), Math.Clamp((place.Whole("y") ?? 0) + pushed, 0, BoardBounds.Rows), width,
            Math.Clamp(place.Whole("h") ?? 8, 1, BoardBounds.PanelHeight));
    }

    private static int Pixels(JsonElement row) => ((JsonElement?)row).Whole("height")
        ?? (int.TryParse(row.Text("height").Replace("px", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : 250);
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>Makes a panel of one of Grafana's.</summary>
internal static partial class GrafanaPanels
{
    public static string NameOf(JsonElement panel) =>
        GrafanaJson.Line(panel.Text("title"), BoardBounds.TitleLength) is { Length: > 0 } title ? title : $"#{((JsonElement?)panel).Whole("id") ?? 0} {KindOf(panel)}".Trim();

    /// <summary>Null when it was left out.</summary>
    public static BoardPanel? Read(JsonElement panel, GrafanaPlace place, IReadOnlyList<BoardVariable> variables, ImportNotes notes)
    {
        var name = NameOf(panel);
        if (Kind(panel) is not { } kind)
        {
            notes.LeftOut(name, panel.Part("libraryPanel") is null
                ? $"There is no panel of the kind {GrafanaJson.Line(KindOf(panel), 60)} here."
                : "It is a library panel, which the dashboard does not hold.");
            return null;
        }

        var queries = kind is PanelKind.Text or PanelKind.Heading ? [] : GrafanaQueries.Read(panel, name, variables, notes);
        if (queries.Count == 0 && kind is not (PanelKind.Text or PanelKind.Heading))
        {
            notes.LeftOut(name, "None of its queries can be asked here.");
            return null;
        }

        Remark(panel, kind, name, notes);
        var defaults = panel.Part("fieldConfig").Part("defaults");
        var (min, max) = (defaults.Number("min") ?? panel.Part("gauge").Number("minValue"), defaults.Number("max") ?? panel.Part("gauge").Number("maxValue"));
        return new BoardPanel(
            0, kind, GrafanaJson.Line(panel.Text("title"), BoardBounds.TitleLength), place.X, place.Y, place.Width, kind == PanelKind.Heading ? 1 : Math.Max(2, place.Height), queries,
            GrafanaLook.UnitOf(panel, name, notes), kind is PanelKind.Text or PanelKind.Heading ? null : GrafanaLook.ThresholdsOf(panel, name, notes),
            kind == PanelKind.Text ? TextOf(panel, name, notes) : "", min, max is { } end && end > (min ?? 0) ? max : null);
    }

    private static PanelKind? Kind(JsonElement panel) => KindOf(panel) switch
    {
        "timeseries" or "graph" => PanelKind.TimeSeries,
        "singlestat" when panel.Part("gauge") is { } gauge && gauge.Flag("show") => PanelKind.Gauge,
        "stat" or "singlestat" => PanelKind.Stat,
        "gauge" => PanelKind.Gauge,
        "bargauge" or "barchart" or "piechart" or "grafana-piechart-panel" => PanelKind.Bars,
        "table" or "table-old" => PanelKind.Table,
        "text" => PanelKind.Text,
        "row" => PanelKind.Heading,
        _ => null,
    };

    /// <summary>The rows of old dashboards have no type.</summary>
    private static string KindOf(JsonElement panel) => panel.Text("type") is { Length: > 0 } type ? type : panel.Part("panels") is null ? "" : "row";

    private static void Remark(JsonElement panel, PanelKind kind, string name, ImportNotes notes)
    {
        if (KindOf(panel) is "barchart" or "piechart" or "grafana-piechart-panel")
        {
            notes.Changed(name, "It is shown as bars.");
        }

        if (panel.Items("transformations").Any())
        {
            notes.Changed(name, "Its transformations are not done.");
        }

        if (panel.Part("fieldConfig").Items("overrides").Any() || panel.Items("seriesOverrides").Any())
        {
            notes.Changed(name, "What it sets for single series is left out.");
        }

        if (panel.Text("repeat").Length > 0)
        {
            notes.Changed(name, "It is not repeated for each value of a variable: what is chosen is shown in one panel.");
        }

        var reduced = panel.Part("options").Part("reduceOptions").Items("calcs").FirstOrDefault() is { ValueKind: JsonValueKind.String } calc ? calc.GetString() : panel.Text("valueName");
        if (kind is PanelKind.Stat or PanelKind.Gauge or PanelKind.Bars && reduced is not (null or "" or "last" or "lastNotNull" or "current"))
        {
            notes.Changed(name, "It shows the value now, and not one of the whole range.");
        }

        if (panel.Part("alert") is not null)
        {
            notes.Changed(name, "Its alert is left out: alerts are rules of the clusters' Prometheus.");
        }
    }

    private static string TextOf(JsonElement panel, string name, ImportNotes notes)
    {
        var text = panel.Part("options").Text("content") is { Length: > 0 } content ? content : panel.Text("content");
        var mode = panel.Part("options").Text("mode") is { Length: > 0 } given ? given : panel.Text("mode");
        if (mode == "html")
        {
            notes.Changed(name, "Its HTML is shown as plain text.");
            text = Tags().Replace(GrafanaJson.Cut(text, 4 * BoardBounds.TextLength), "").Trim();
        }

        return GrafanaJson.Cut(GrafanaQueries.Modern(text), BoardBounds.TextLength);
    }

    [GeneratedRegex("<[^<>]{0,2000}>")]
    private static partial Regex Tags();
}

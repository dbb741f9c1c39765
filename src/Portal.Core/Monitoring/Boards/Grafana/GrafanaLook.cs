using System.Globalization;
using System.Text.Json;
using Portal.Core.Monitoring.Dashboards;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>Units and thresholds.</summary>
internal static class GrafanaLook
{
    public static FigureUnit UnitOf(JsonElement panel, string name, ImportNotes notes)
    {
        var unit = panel.Part("fieldConfig").Part("defaults").Text("unit") is { Length: > 0 } modern ? modern
            : panel.Text("format") is { Length: > 0 } old ? old : ((JsonElement?)panel.Items("yaxes").FirstOrDefault()).Text("format");
        switch (unit)
        {
            case "" or "none" or "short" or "string" or "locale" or "sishort":
                return FigureUnit.Plain;
            case "bytes" or "decbytes":
                return FigureUnit.Bytes;
            case "percentunit":
                return FigureUnit.Share;
            case "percent":
                return FigureUnit.Percent;
            case "s" or "dtdurations":
                return FigureUnit.Seconds;
            case "Bps" or "binBps":
                return FigureUnit.BytesPerSecond;
            case "reqps" or "ops" or "rps" or "wps" or "cps" or "iops" or "pps" or "eps" or "mps" or "hertz":
                return FigureUnit.PerSecond;
            default:
                notes.Changed(name, $"The unit {GrafanaJson.Line(unit, 60)} is shown as a plain number.");
                return FigureUnit.Plain;
        }
    }

    public static IReadOnlyList<PanelThreshold>? ThresholdsOf(JsonElement panel, string name, ImportNotes notes)
    {
        var thresholds = panel.Part("fieldConfig").Part("defaults").Part("thresholds");
        if (thresholds.Text("mode") == "percentage")
        {
            notes.Changed(name, "Thresholds in percent of a scale are left out.");
            return null;
        }

        var steps = thresholds.Items("steps").Where(step => step.ValueKind == JsonValueKind.Object).Take(BoardBounds.Thresholds).ToList();
        return steps.Count > 1
            ? [.. steps.Select((step, at) => new PanelThreshold(((JsonElement?)step).Number("value"), LevelOf(step.Text("color"), at, steps.Count)))]
            : Old(panel.Text("thresholds"));
    }

    /// <summary>Of a single figure before Grafana 7: "50,80".</summary>
    private static List<PanelThreshold>? Old(string text)
    {
        var values = text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : (double?)null).ToList();
        return values is [{ } warning, { } critical]
            ? [new(null, ThresholdLevel.Good), new(warning, ThresholdLevel.Warning), new(critical, ThresholdLevel.Critical)]
            : null;
    }

    private static ThresholdLevel LevelOf(string colour, int at, int count) => colour.ToLowerInvariant() switch
    {
        var known when known.Contains("green", StringComparison.Ordinal) || known is "#73bf69" or "#299c46" or "transparent" or "text" => ThresholdLevel.Good,
        var known when known.Contains("yellow", StringComparison.Ordinal) || known.Contains("orange", StringComparison.Ordinal) || known is "#eab839" => ThresholdLevel.Warning,
        var known when known.Contains("red", StringComparison.Ordinal) || known is "#d44a3a" or "#f2495c" => ThresholdLevel.Critical,
        _ => at == 0 ? ThresholdLevel.Good : at == count - 1 ? ThresholdLevel.Critical : ThresholdLevel.Warning,
    };
}

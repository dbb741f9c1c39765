using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Dashboards;

namespace Portal.Web.Monitoring.Boards;

/// <summary>How a panel shows a figure.</summary>
internal static class PanelLook
{
    /// <summary>The level of a figure; null where no threshold says one. What is not known has none.</summary>
    public static ThresholdLevel? LevelOf(BoardPanel panel, double? value) => value is not { } known || double.IsNaN(known) ? null : panel.Thresholds?
        .Where(threshold => threshold.From is null || known >= threshold.From).OrderBy(threshold => threshold.From ?? double.NegativeInfinity)
        .Select(threshold => (ThresholdLevel?)threshold.Level).LastOrDefault();

    public static string? ClassOf(ThresholdLevel? level) => level switch
    {
        ThresholdLevel.Good => "level-good",
        ThresholdLevel.Warning => "level-warn",
        ThresholdLevel.Critical => "level-bad",
        _ => null,
    };

    /// <summary>Where a figure lies on the panel's scale, 0 to 100; null where it is not known.</summary>
    /// <param name="greatest">Of all that the panel shows: where the scale ends when the panel does not say.</param>
    public static double? Place(BoardPanel panel, double? value, double greatest)
    {
        var min = panel.Min ?? 0;
        var max = panel.Max ?? panel.Unit switch { FigureUnit.Share => 1, FigureUnit.Percent => 100, _ => greatest };
        return value is not { } known || !double.IsFinite(known) ? null : max <= min ? 0 : Math.Clamp(100 * (known - min) / (max - min), 0, 100);
    }
}

using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring;

/// <summary>A series as a chart shows it.</summary>
/// <param name="Values">One a step; what is not finite is a gap.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Null where it has ended: the last step says nothing.</summary>
    public double? Last => Shown(Values.Count > 0 ? Values[^1] : double.NaN);

    public double? Least { get; } = Values.Where(double.IsFinite).Select(value => (double?)value).Min();

    public double? Most { get; } = Values.Where(double.IsFinite).Select(value => (double?)value).Max();

    public static ChartLine Of(Series series) => new(SeriesNames.Of(series.Labels), series.Values);

    private static double? Shown(double value) => Series.IsGap(value) || double.IsNaN(value) ? null : value;
}

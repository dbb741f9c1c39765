using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring;

/// <summary>A series as a chart shows it.</summary>
/// <param name="Name">What tells it apart from the others.</param>
/// <param name="Values">One a step; what is not finite is a gap.</param>
public sealed record ChartLine(string Name, IReadOnlyList<double> Values)
{
    /// <summary>Null where it has ended: the last step says nothing.</summary>
    public double? Last => Shown(Values.Count > 0 ? Values[^1] : double.NaN);

    public double? Least { get; } = Values.Where(double.IsFinite).Select(value => (double?)value).Min();

    public double? Most { get; } = Values.Where(double.IsFinite).Select(value => (double?)value).Max();

    /// <summary>All its labels.</summary>
    public string WholeName { get; init; } = Name;

    /// <summary>Named by the labels in which they differ: what all share stands in the question.</summary>
    public static IReadOnlyList<ChartLine> Of(IReadOnlyList<Series> all)
    {
        var shared = all.Count < 2 ? [] : all[0].Labels.Pairs.Where(pair => all.All(series => series.Labels[pair.Key] == pair.Value)).Select(pair => pair.Key).ToList();
        return [.. all.Select(series => new ChartLine(SeriesNames.Of(series.Labels.Without(shared)), series.Values) { WholeName = SeriesNames.Of(series.Labels) })];
    }

    private static double? Shown(double value) => Series.IsGap(value) || double.IsNaN(value) ? null : value;
}

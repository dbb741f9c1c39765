using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>
/// Days to full: a line of least squares through the hours of the last two weeks, followed until it meets what there is now.
/// Less than three days, or two days' worth of hours, say nothing; a growth within twice its standard error is none.
/// </summary>
internal static class CapacityRules
{
    private const int LeastHours = 48;
    private const double LeastDays = 3;
    private const double MostDays = 365;
    private const double MillisecondsPerDay = 86_400_000;

    public static TimeSpan Window { get; } = TimeSpan.FromDays(14);

    public static IReadOnlyList<(CapacityResource Resource, string Used, string Whole)> Resources { get; } =
    [
        (CapacityResource.Cpu, "CpuRequested", "CpuAllocatable"),
        (CapacityResource.Memory, "MemoryRequested", "MemoryAllocatable"),
        (CapacityResource.Pods, "PodsRunning", "PodsAllocatable"),
        (CapacityResource.Volumes, "VolumeUsed", "VolumeCapacity"),
    ];

    /// <param name="used">An hour a step; gaps count as not known.</param>
    /// <param name="whole">The same of what there is; its last value counts.</param>
    public static CapacityForecast Forecast(string cluster, CapacityResource resource, TimeGrid grid, double[] used, double[]? whole)
    {
        var points = Enumerable.Range(0, used.Length).Where(step => !Series.IsGap(used[step])).Select(step => (Day: (grid.At(step) - grid.End) / MillisecondsPerDay, Value: used[step])).ToList();
        double? all = whole is not null && Array.FindLastIndex(whole, value => !Series.IsGap(value)) is >= 0 and var last ? whole[last] : null;
        if (points.Count < LeastHours || points[^1].Day - points[0].Day < LeastDays || all is not > 0)
        {
            return new CapacityForecast(cluster, resource, CapacityTrend.Unknown, points.Count > 0 ? points[^1].Value : null, all, null, null, points.Count);
        }

        var (now, slope, error) = Line(points);
        var left = (all.Value - now) / slope;
        var trend = now >= all.Value ? CapacityTrend.Full : slope > 2 * error && left <= MostDays ? CapacityTrend.Growing : CapacityTrend.Steady;
        return new CapacityForecast(cluster, resource, trend, now, all, slope, trend == CapacityTrend.Growing ? left : null, points.Count);
    }

    /// <summary>Sorts by what is to be done first; what is not known comes before what is well.</summary>
    public static double Urgency(CapacityForecast forecast) => forecast.Trend switch
    {
        CapacityTrend.Full => 0,
        CapacityTrend.Growing => 1 + forecast.DaysLeft!.Value,
        CapacityTrend.Unknown => 2 * MostDays,
        _ => 3 * MostDays,
    };

    /// <summary>The value of the line at the end, its slope a day, and the standard error of the slope.</summary>
    private static (double Now, double Slope, double Error) Line(List<(double Day, double Value)> points)
    {
        var (day, value) = (points.Average(point => point.Day), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.Day - day) * (point.Day - day));
        var slope = points.Sum(point => (point.Day - day) * (point.Value - value)) / spread;
        var rest = points.Sum(point => Math.Pow(point.Value - value - slope * (point.Day - day), 2));
        return (value - slope * day, slope, Math.Sqrt(rest / (points.Count - 2) / spread));
    }
}

using Portal.Core.Monitoring.Queries;

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>What of a cluster can be used up.</summary>
public enum CapacityResource
{
    /// <summary>Cores that pods request.</summary>
    Cpu,

    /// <summary>Bytes that pods request.</summary>
    Memory,

    Pods,

    /// <summary>Bytes that are used of all volumes.</summary>
    Volumes,
}

/// <summary>What can be said of the time to come.</summary>
public enum CapacityTrend
{
    /// <summary>Too little is known to say anything.</summary>
    Unknown,

    /// <summary>It does not grow, or so slowly that it fills nothing within a year.</summary>
    Steady,

    Growing,

    /// <summary>Nothing is left already.</summary>
    Full,
}

/// <summary>When a resource of a cluster will be used up.</summary>
/// <param name="Used">Now, by the line that fits best; null when too little is known.</param>
/// <param name="Whole">What there is; null when it is not known.</param>
/// <param name="PerDay">By how much it grows.</param>
/// <param name="DaysLeft">Of <see cref="CapacityTrend.Growing"/> alone.</param>
/// <param name="Hours">How many hours the line rests on.</param>
public sealed record CapacityForecast(string Cluster, CapacityResource Resource, CapacityTrend Trend, double? Used, double? Whole, double? PerDay, double? DaysLeft, int Hours);

/// <summary>The forecasts of clusters, the most urgent first.</summary>
/// <param name="Coverage">The poorest of all resources'.</param>
public sealed record CapacityOutlook(IReadOnlyList<CapacityForecast> Forecasts, Coverage Coverage, DateTimeOffset At);

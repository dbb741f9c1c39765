using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>A figure over time.</summary>
/// <param name="Series">By the label of what is below the place; of a comparison two, by the label <see cref="FleetSeries.When"/>.</param>
/// <param name="IsKept">The portal kept it itself; else it was asked of the clusters just now.</param>
public sealed record FleetSeries(TimeGrid Grid, IReadOnlyList<Series> Series, Coverage Coverage, DateTimeOffset At, bool IsKept)
{
    public const string When = "when";
    public const string Now = "now";
    public const string Before = "before";
}

/// <summary>The history of the figures of dashboards: what the portal has kept where that reaches back, else what clusters tell.</summary>
public interface IFleetHistory
{
    /// <summary>A series for each part below the place.</summary>
    Task<FleetSeries> ReadAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The sum of a place now and a week before. A step counts those clusters that are known at both times, so that one that
    /// is not known changes neither.
    /// </summary>
    Task<FleetSeries> CompareAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken);

    /// <summary>When what a cluster has will be used up, of one cluster by name or of all: the soonest first.</summary>
    Task<CapacityOutlook> ForecastAsync(string? cluster, Actor actor, CancellationToken cancellationToken);
}

using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Core.Monitoring.Dashboards;

/// <summary>What is known of a place now.</summary>
/// <param name="ByCluster">Figures of each cluster of the place.</param>
/// <param name="Below">Figures of what is below it, by namespace or pod; those of clusters again where the place is everywhere.</param>
/// <param name="Coverage">The poorest of all figures'.</param>
/// <param name="Warnings">What was remarked of the answers, each once.</param>
public sealed record FleetSnapshot(
    MetricsPlace Place, IReadOnlyDictionary<FleetFigure, FigureByPart> ByCluster, IReadOnlyDictionary<FleetFigure, FigureByPart> Below, Coverage Coverage, IReadOnlyList<string> Warnings,
    DateTimeOffset At);

/// <summary>The figures that dashboards show, asked of all clusters at once.</summary>
public interface IFleetMetrics
{
    Task<FleetSnapshot> ReadAsync(MetricsPlace place, Actor actor, CancellationToken cancellationToken);

    /// <summary>A figure over time, with a series for each part below the place.</summary>
    Task<GlobalAnswer> ReadSeriesAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken);
}

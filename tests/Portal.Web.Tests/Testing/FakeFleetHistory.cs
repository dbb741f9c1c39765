using Portal.Core.Access;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Tests.Testing;

/// <summary>What <see cref="FakeFleetMetrics"/> knows, over all time.</summary>
public sealed class FakeFleetHistory(FakeFleetMetrics metrics) : FakeService, IFleetHistory
{
    /// <summary>Whether the portal has kept it itself.</summary>
    public bool IsKept { get; set; }

    public List<CapacityForecast> Forecasts { get; } = [];

    public async Task<FleetSeries> ReadAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken)
    {
        var answer = await metrics.ReadSeriesAsync(figure, place, grid, actor, cancellationToken);
        return new FleetSeries(grid, answer.Series, answer.Coverage, answer.AnsweredAt, IsKept);
    }

    public Task<FleetSeries> CompareAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => new FleetSeries(
        grid,
        [
            new Series(LabelSet.Of((FleetSeries.When, FleetSeries.Now)), [.. Enumerable.Repeat(2.0, grid.Count)]),
            new Series(LabelSet.Of((FleetSeries.When, FleetSeries.Before)), [.. Enumerable.Repeat(1.0, grid.Count)]),
        ],
        new Coverage([.. metrics.Members]), Sample.Now, true));

    public Task<CapacityOutlook> ForecastAsync(string? cluster, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new CapacityOutlook([.. Forecasts.Where(forecast => cluster is null || forecast.Cluster == cluster)], new Coverage([.. metrics.Members]), Sample.Now));
}

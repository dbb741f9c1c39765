using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Rollups;

namespace Portal.Core.Monitoring.Dashboards;

internal sealed class FleetHistory(IRollups rollups, IFleetMetrics metrics, IOptions<RollupOptions> options, TimeProvider time) : IFleetHistory
{
    /// <summary>A chart may begin with a gap of this part of it before the clusters are asked instead.</summary>
    private const double MostGap = .1;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public async Task<FleetSeries> ReadAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var kept = IsKept(figure, place, grid) ? await KeptAsync(figure, place, place.Cluster is not null, grid, actor, cancellationToken) : null;
        if (kept is { Since: { } since } && since.ToUnixTimeMilliseconds() <= grid.Start + (grid.End - grid.Start) * MostGap)
        {
            return Of(kept);
        }

        var live = await metrics.ReadSeriesAsync(figure, place, grid, actor, cancellationToken);
        return live.Coverage.Answered == 0 && kept is { Series.Count: > 0 } ? Of(kept) : new FleetSeries(live.Grid, live.Series, live.Coverage, live.AnsweredAt, false);
    }

    public async Task<FleetSeries> CompareAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var step = Math.Max(grid.Step, (long)options.Value.Step.TotalMilliseconds);
        var end = grid.End - grid.End % step;
        var coarse = TimeGrid.Range(end - (grid.End - grid.Start) / step * step, end, step);
        var ofNamespace = place.Namespace is not null;
        var now = await KeptAsync(figure, place, ofNamespace, coarse, actor, cancellationToken);
        var before = await KeptAsync(figure, place, ofNamespace, coarse with { Start = coarse.Start - (long)Week.TotalMilliseconds }, actor, cancellationToken);
        var sums = (Now: Series.Gaps(coarse.Count), Before: Series.Gaps(coarse.Count));
        var known = before.Series.ToDictionary(series => series.Labels);
        foreach (var series in now.Series.Where(series => !ofNamespace || series.Labels["namespace"] == place.Namespace))
        {
            for (var at = 0; at < coarse.Count && known.TryGetValue(series.Labels, out var then); at++)
            {
                if (series.Has(at) && then.Has(at))
                {
                    sums.Now[at] = (Series.IsGap(sums.Now[at]) ? 0 : sums.Now[at]) + series.Values[at];
                    sums.Before[at] = (Series.IsGap(sums.Before[at]) ? 0 : sums.Before[at]) + then.Values[at];
                }
            }
        }

        Series[] both = [new(LabelSet.Of((FleetSeries.When, FleetSeries.Now)), sums.Now), new(LabelSet.Of((FleetSeries.When, FleetSeries.Before)), sums.Before)];
        return new FleetSeries(coarse, sums.Now.All(Series.IsGap) ? [] : both, now.Coverage, time.GetUtcNow(), true);
    }

    public async Task<CapacityOutlook> ForecastAsync(string? cluster, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var now = time.GetUtcNow();
        const long Hour = 3_600_000;
        var end = now.ToUnixTimeMilliseconds() / Hour * Hour;
        var grid = TimeGrid.Range(end - (long)CapacityRules.Window.TotalMilliseconds, end, Hour);
        var forecasts = new List<CapacityForecast>();
        var coverage = new List<Coverage>();
        foreach (var (resource, used, whole) in CapacityRules.Resources)
        {
            var use = await rollups.ReadAsync(new RollupQuestion(used, grid, cluster), actor, cancellationToken);
            var capacity = (await rollups.ReadAsync(new RollupQuestion(whole, grid, cluster), actor, cancellationToken)).Series.ToDictionary(series => series.Labels);
            forecasts.AddRange(use.Series.Select(series => CapacityRules.Forecast(
                series.Labels[PortalLabels.Cluster], resource, grid, series.Values, capacity.GetValueOrDefault(series.Labels)?.Values)));
            coverage.Add(use.Coverage);
        }

        // A cluster that has left will not fill up.
        var there = coverage[0].Members.Select(member => member.Member.Name).ToHashSet(StringComparer.Ordinal);
        return new CapacityOutlook([.. forecasts.Where(forecast => there.Contains(forecast.Cluster)).OrderBy(CapacityRules.Urgency).ThenBy(forecast => forecast.Cluster, StringComparer.Ordinal)], coverage.MinBy(one => one.Answered)!, now);
    }

    private bool IsKept(FleetFigure figure, MetricsPlace place, TimeGrid grid) =>
        place.Namespace is null && grid.Step >= options.Value.Step.TotalMilliseconds && (place.Cluster is null || RollupCatalogue.Find(figure.ToString())?.Parts == place.Below);

    private Task<RollupAnswer> KeptAsync(FleetFigure figure, MetricsPlace place, bool byParts, TimeGrid grid, Actor actor, CancellationToken cancellationToken) =>
        rollups.ReadAsync(new RollupQuestion(figure.ToString(), grid, place.Cluster, byParts), actor, cancellationToken);

    private FleetSeries Of(RollupAnswer kept) => new(kept.Grid, kept.Series, kept.Coverage, time.GetUtcNow(), true);
}

using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Sources;

namespace Portal.Core.Monitoring.Dashboards;

internal sealed class FleetMetrics(IGlobalQueries queries, TimeProvider time) : IFleetMetrics
{
    public async Task<FleetSnapshot> ReadAsync(MetricsPlace place, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.DemandSomewhere(actor, Permission.ViewMetrics);
        var at = SharedMemberQueries.LastBeat(time.GetUtcNow());
        var now = TimeGrid.Instant(at.ToUnixTimeMilliseconds());

        // Nodes are of a cluster and of no namespace.
        var ofClusters = new MetricsPlace(place.Cluster);
        var byCluster = Enum.GetValues<FleetFigure>().Select(figure => AskAsync(figure, FleetExpressions.OfPods.Contains(figure) ? place : ofClusters, PortalLabels.Cluster)).ToList();
        var below = place.Cluster is null ? byCluster : FleetExpressions.OfPods.Select(figure => AskAsync(figure, place, place.Below)).ToList();
        var all = await Task.WhenAll(byCluster.Concat(below));
        return new FleetSnapshot(
            place, Figures(all.Take(byCluster.Count)), Figures(all.Skip(byCluster.Count)), all.Select(answer => answer.Coverage).MinBy(coverage => coverage.Answered)!,
            [.. all.SelectMany(answer => answer.Warnings).Distinct().Order(StringComparer.Ordinal)], at);

        async Task<(FleetFigure Figure, FigureByPart Values, Coverage Coverage, IReadOnlyList<string> Warnings)> AskAsync(FleetFigure figure, MetricsPlace of, string by)
        {
            var answer = await queries.QueryAsync(new GlobalQuery(of.Fill(FleetExpressions.Of(figure), by), now, QueryScope.All), actor, cancellationToken);
            var values = answer.Series.Where(series => series.Labels[by].Length > 0 && double.IsFinite(series.Values[0])).ToDictionary(series => series.Labels[by], series => series.Values[0]);
            return (figure, new FigureByPart(values), answer.Coverage, answer.Warnings);
        }
    }

    public Task<GlobalAnswer> ReadSeriesAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken) =>
        queries.QueryAsync(new GlobalQuery(place.Fill(FleetExpressions.Of(figure), place.Below), grid, QueryScope.All), actor, cancellationToken);

    private static Dictionary<FleetFigure, FigureByPart> Figures(IEnumerable<(FleetFigure Figure, FigureByPart Values, Coverage Coverage, IReadOnlyList<string> Warnings)> all) =>
        all.ToDictionary(answer => answer.Figure, answer => answer.Values);
}

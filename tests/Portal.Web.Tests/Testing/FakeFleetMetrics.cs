using Portal.Core.Access;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Monitoring.Sources;

namespace Portal.Web.Tests.Testing;

public sealed class FakeFleetMetrics : FakeService, IFleetMetrics
{
    public Dictionary<FleetFigure, Dictionary<string, double>> Known { get; } = [];

    public Dictionary<FleetFigure, Dictionary<string, double>> KnownBelow { get; } = [];

    public List<MemberCoverage> Members { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<(FleetFigure Figure, MetricsPlace Place, TimeGrid Grid)> Drawn { get; } = [];

    /// <summary>A cluster of eight cores of which it uses some.</summary>
    public void Uses(string cluster, double cores)
    {
        Members.Add(new MemberCoverage(QueryMember.Of(Guid.CreateVersion7(), cluster, "demo", null, null), MemberPart.Answered, null, null, TimeSpan.FromMilliseconds(9)));
        Add(Known, FleetFigure.CpuUsed, cluster, cores);
        Add(Known, FleetFigure.CpuAllocatable, cluster, 8);
        Add(Known, FleetFigure.MemoryUsed, cluster, cores * (1L << 30));
    }

    public void IsMissing(string cluster) => Members.Add(new MemberCoverage(
        QueryMember.Of(Guid.CreateVersion7(), cluster, "demo", null, null), MemberPart.Missing, MemberFaultKind.NoSource, "No metrics endpoint of it is known.", TimeSpan.Zero));

    public void UsesBelow(string part, double cores) => Add(KnownBelow, FleetFigure.CpuUsed, part, cores);

    public Task<FleetSnapshot> ReadAsync(MetricsPlace place, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
        new FleetSnapshot(place, Figures(Known), Figures(place.Cluster is null ? Known : KnownBelow), new Coverage([.. Members]), [.. Warnings], Sample.Now));

    public Task<GlobalAnswer> ReadSeriesAsync(FleetFigure figure, MetricsPlace place, TimeGrid grid, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Drawn.Add((figure, place, grid));
        var known = (place.Cluster is null ? Known : KnownBelow).GetValueOrDefault(figure) ?? [];
        var series = known.Select(pair => new Series(LabelSet.Of((place.Below, pair.Key)), [.. Enumerable.Repeat(pair.Value, grid.Count)])).ToList();
        return new GlobalAnswer(
            new GlobalPlan(PlanKind.Merged, PromqlParser.Parse("up"), PromqlType.InstantVector), PromqlType.InstantVector, grid, series, null, null, new Coverage([.. Members]), [], Sample.Now);
    });

    private static void Add(Dictionary<FleetFigure, Dictionary<string, double>> figures, FleetFigure figure, string part, double value)
    {
        if (!figures.TryGetValue(figure, out var parts))
        {
            figures[figure] = parts = [];
        }

        parts[part] = value;
    }

    private static Dictionary<FleetFigure, FigureByPart> Figures(Dictionary<FleetFigure, Dictionary<string, double>> known) =>
        Enum.GetValues<FleetFigure>().ToDictionary(figure => figure, figure => known.TryGetValue(figure, out var values) ? new FigureByPart(values) : FigureByPart.Unknown);
}

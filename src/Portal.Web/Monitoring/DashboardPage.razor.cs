using Microsoft.AspNetCore.Components;
using Portal.Core.Monitoring.Dashboards;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>All clusters as one system, and the way down to one namespace of one cluster.</summary>
public partial class DashboardPage
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly FleetFigure[] Drawn = [FleetFigure.CpuUsed, FleetFigure.MemoryUsed, FleetFigure.PodsRunning, FleetFigure.Restarts];

    /// <summary>Further back than a Prometheus: the portal's own.</summary>
    private static readonly IReadOnlyList<string> Ranges = [.. ExploreQuestion.Ranges, "4w", "13w", "52w"];

    private const string Week = "week";

    private Loadable<FleetSnapshot> _snapshot = new();
    private MetricsPlace _place = MetricsPlace.Everywhere;
    private ExploreQuestion _question = ExploreQuestion.Read(null, ExploreQuestion.Graph, null, null);
    private HeatFigure _heat;
    private bool _compare;
    private int _round;

    [Inject]
    public required IFleetMetrics Metrics { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [SupplyParameterFromQuery]
    public string? Cluster { get; set; }

    [SupplyParameterFromQuery]
    public string? Namespace { get; set; }

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public string? End { get; set; }

    [SupplyParameterFromQuery]
    public string? Heat { get; set; }

    [SupplyParameterFromQuery]
    public string? Compare { get; set; }

    protected override void Start() => Repeat(Interval, () =>
    {
        _round++;
        return LoadNowAsync();
    });

    protected override Task LoadAsync()
    {
        var place = Cluster is { Length: > 0 } ? new MetricsPlace(Cluster, Namespace is { Length: > 0 } ? Namespace : null) : MetricsPlace.Everywhere;
        _question = ExploreQuestion.Read(null, ExploreQuestion.Graph, Range, End);
        _heat = PageQuery.Parse<HeatFigure>(Heat) ?? HeatFigure.Cpu;
        _compare = Compare == Week;
        if (place != _place)
        {
            // Figures of another place are none of this one.
            (_place, _snapshot) = (place, new());
        }

        return _snapshot.IsLoading ? LoadNowAsync() : Task.CompletedTask;
    }

    private Task LoadNowAsync()
    {
        var place = _place;
        return ReadAsync(_snapshot, (actor, cancellationToken) => Metrics.ReadAsync(place, actor, cancellationToken));
    }

    private Task ZoomAsync((DateTimeOffset From, DateTimeOffset To) chosen)
    {
        Navigation.SetQuery(
            new Dictionary<string, object?> { ["range"] = ExploreQuestion.Text(chosen.To - chosen.From), ["end"] = chosen.To.ToUnixTimeSeconds() }, keepHistory: true);
        return Task.CompletedTask;
    }

    private void Set(string name, object? value) => Navigation.SetQuery(name, value);
}

using Microsoft.AspNetCore.Components;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>A figure of a dashboard over time, with a line for each part below the place.</summary>
public partial class FleetChart
{
    private const int Most = 20;

    private Loadable<GlobalAnswer> _answer = new();
    private IReadOnlyList<ChartLine> _lines = [];
    private (MetricsPlace, ExploreQuestion, int)? _read;

    [Inject]
    public required IFleetMetrics Metrics { get; init; }

    [Parameter, EditorRequired]
    public required FleetFigure Figure { get; set; }

    [Parameter, EditorRequired]
    public required MetricsPlace Place { get; set; }

    /// <summary>The range.</summary>
    [Parameter, EditorRequired]
    public required ExploreQuestion Question { get; set; }

    /// <summary>Another number reads again.</summary>
    [Parameter]
    public int Round { get; set; }

    [Parameter]
    public EventCallback<(DateTimeOffset From, DateTimeOffset To)> OnRange { get; set; }

    private string Title => L.Fill("Chart.By", ("figure", L[$"Figure.{Figure}"]), ("part", L[$"Part.{Place.Below}"]));

    private ChartUnit Unit => Figure == FleetFigure.MemoryUsed ? ChartUnit.Bytes : ChartUnit.Plain;

    protected override Task LoadAsync()
    {
        var wanted = (Place, Question, Round);
        if (_read == wanted)
        {
            return Task.CompletedTask;
        }

        if (_read is var (place, question, _) && (place != Place || question != Question))
        {
            (_answer, _lines) = (new(), []);
        }

        _read = wanted;
        return ReadNowAsync();
    }

    private async Task ReadNowAsync()
    {
        var (place, grid) = (Place, Question.Grid(Clock.GetUtcNow()));
        await ReadAsync(_answer, (actor, cancellationToken) => Metrics.ReadSeriesAsync(Figure, place, grid, actor, cancellationToken));
        _lines = [.. (_answer.Value?.Series ?? []).Select(series => new ChartLine(series.Labels[place.Below] is { Length: > 0 } part ? part : L["Unknown"], series.Values))
            .OrderByDescending(line => line.Most ?? double.NegativeInfinity).Take(Most)];
    }
}

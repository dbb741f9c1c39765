using Microsoft.AspNetCore.Components;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>A figure of a dashboard over time, with a line for each part below the place.</summary>
public partial class FleetChart
{
    private const int Most = 20;

    private Loadable<FleetSeries> _answer = new();
    private IReadOnlyList<ChartLine> _lines = [];
    private (MetricsPlace, ExploreQuestion, bool, int)? _read;

    [Inject]
    public required IFleetHistory History { get; init; }

    [Parameter, EditorRequired]
    public required FleetFigure Figure { get; set; }

    [Parameter, EditorRequired]
    public required MetricsPlace Place { get; set; }

    /// <summary>The range.</summary>
    [Parameter, EditorRequired]
    public required ExploreQuestion Question { get; set; }

    /// <summary>The sum now and a week before, instead of the parts.</summary>
    [Parameter]
    public bool Compare { get; set; }

    /// <summary>Another number reads again.</summary>
    [Parameter]
    public int Round { get; set; }

    [Parameter]
    public EventCallback<(DateTimeOffset From, DateTimeOffset To)> OnRange { get; set; }

    private string Title => Compare ? L[$"Figure.{Figure}"] : L.Fill("Chart.By", ("figure", L[$"Figure.{Figure}"]), ("part", L[$"Part.{Place.Below}"]));

    private FigureUnit Unit => Figure == FleetFigure.MemoryUsed ? FigureUnit.Bytes : FigureUnit.Plain;

    protected override Task LoadAsync()
    {
        var wanted = (Place, Question, Compare, Round);
        if (_read == wanted)
        {
            return Task.CompletedTask;
        }

        if (_read is var (place, question, compare, _) && (place != Place || question != Question || compare != Compare))
        {
            (_answer, _lines) = (new(), []);
        }

        _read = wanted;
        return ReadNowAsync();
    }

    private async Task ReadNowAsync()
    {
        var (place, grid, compare) = (Place, Question.Grid(Clock.GetUtcNow()), Compare);
        await ReadAsync(_answer, (actor, cancellationToken) => compare
            ? History.CompareAsync(Figure, place, grid, actor, cancellationToken)
            : History.ReadAsync(Figure, place, grid, actor, cancellationToken));
        var lines = (_answer.Value?.Series ?? []).Select(series => new ChartLine(Name(series.Labels), series.Values));
        _lines = compare ? [.. lines] : [.. lines.OrderByDescending(line => line.Most ?? double.NegativeInfinity).Take(Most)];

        string Name(LabelSet labels) => (labels[FleetSeries.When], labels[place.Below]) switch
        {
            (FleetSeries.Now, _) => L["Compare.Now"],
            (FleetSeries.Before, _) => L["Compare.Before"],
            (_, { Length: > 0 } part) => part,
            _ => L["Unknown"],
        };
    }
}

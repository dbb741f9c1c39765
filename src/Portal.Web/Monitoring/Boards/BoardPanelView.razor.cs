using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Core.Access;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Boards.Variables;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Problems;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Boards;

/// <summary>One panel of a board. It asks for itself, so that a slow one holds up no other, and asks no more when it goes.</summary>
public partial class BoardPanelView
{
    private Loadable<PanelAnswer> _answer = new();
    private CancellationTokenSource? _asking;
    private (IReadOnlyList<PanelQuery> Queries, PanelKind Kind, VariableValues Values, ExploreQuestion Question, int Round)? _read;

    [Inject]
    public required IGlobalQueries Queries { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required BoardPanel Panel { get; set; }

    /// <summary>What is chosen above the board.</summary>
    [Parameter, EditorRequired]
    public required VariableValues Values { get; set; }

    /// <summary>The time that the board shows.</summary>
    [Parameter, EditorRequired]
    public required ExploreQuestion Question { get; set; }

    /// <summary>Another number reads again.</summary>
    [Parameter]
    public int Round { get; set; }

    [Parameter]
    public bool IsEditing { get; set; }

    [Parameter]
    public EventCallback<(DateTimeOffset From, DateTimeOffset To)> OnRange { get; set; }

    /// <summary>What its menu changes of the board.</summary>
    [Parameter]
    public EventCallback<PanelAct> OnAct { get; set; }

    private string Title => Values.Say(Panel.Title, L["Variable.All"]) is { Length: > 0 } title ? title : L[$"Kind.{Panel.Kind}"];

    private string? ExploreLink
    {
        get
        {
            try
            {
                return Panel is { Asks: true, Queries: [var first, ..] } ? Links.ExploreOf(BoardExpression.Fill(first.Expression, Values), Panel.IsOverTime) : null;
            }
            catch (ProblemException)
            {
                return null;
            }
        }
    }

    protected override Task LoadAsync()
    {
        var wanted = (Panel.Queries, Panel.Kind, Values, Question, Round);
        if (!Panel.Asks || Panel.Queries.Count == 0 || wanted == _read)
        {
            return Task.CompletedTask;
        }

        if (_read is { } read && (!ReferenceEquals(read.Queries, Panel.Queries) || read.Kind != Panel.Kind || !ReferenceEquals(read.Values, Values) || read.Question != Question))
        {
            // What was asked before is no answer to this.
            _answer = new();
        }

        _read = wanted;
        return ReadNowAsync();
    }

    private async Task ReadNowAsync()
    {
        if (_asking is { } before)
        {
            await before.CancelAsync();
        }

        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        _asking = mine;
        var into = _answer;
        await ReadAsync(into, async (actor, _) =>
        {
            var grid = (Question with { IsGraph = Panel.IsOverTime }).Grid(Clock.GetUtcNow());
            return new PanelAnswer(await Task.WhenAll(Panel.Queries.Select(query => AskAsync(query, actor))));

            async Task<PanelPart> AskAsync(PanelQuery query, Actor asker) =>
                new(query with { Legend = Values.Say(query.Legend, L["Variable.All"]) }, await Queries.QueryAsync(new GlobalQuery(BoardExpression.Fill(query.Expression, Values), grid, QueryScope.All), asker, mine.Token));
        });
        if (ReferenceEquals(mine, _asking))
        {
            _asking = null;
        }
    }

    private async Task ExportAsync()
    {
        if (_answer.Value is { } answer)
        {
            await Js.DownloadAsync(Assets["js/files.js"], Encoding.UTF8.GetBytes(AnswerCsv.Write([.. answer.Parts.Select(part => part.Answer)])), FileNames.Of(Title, answer.At, "csv"), "text/csv", Stopping);
        }
    }
}

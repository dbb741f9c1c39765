using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Queries;
using Portal.Web.Monitoring.Boards;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring;

/// <summary>One expression, asked of all clusters at once. What is asked lives in the address.</summary>
public partial class ExplorePage
{
    private static readonly string[] Examples =
        ["sum by (cluster) (up)", "sum by (cluster) (rate(container_cpu_usage_seconds_total[5m]))", "topk(10, count by (cluster, namespace) (kube_pod_info))"];

    private Loadable<GlobalAnswer> _answer = new();
    private ExploreQuestion _question = ExploreQuestion.Read(null, null, null, null);
    private ExploreQuestion? _asked;
    private CancellationTokenSource? _asking;
    private string _typed = "";

    [Inject]
    public required IGlobalQueries Queries { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [SupplyParameterFromQuery(Name = "q")]
    public string? Expression { get; set; }

    [SupplyParameterFromQuery]
    public string? View { get; set; }

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public string? End { get; set; }

    private bool IsRunning => _asking is not null;

    /// <summary>Those to choose from, and the one that a drag or a link has chosen.</summary>
    private IEnumerable<string> Ranges =>
        ExploreQuestion.Ranges.Contains(_question.RangeText) ? ExploreQuestion.Ranges : [_question.RangeText, .. ExploreQuestion.Ranges];

    protected override async Task LoadAsync()
    {
        var question = ExploreQuestion.Read(Expression, View, Range, End);
        if (question != _asked)
        {
            // What the question before brought is no answer to this one.
            (_answer, _typed) = (new(), question.Expression);
        }

        (_question, _asked) = (question, question);
        if (question.Expression.Length > 0)
        {
            await AskAsync(question);
        }
    }

    private async Task AskAsync(ExploreQuestion question)
    {
        if (_asking is { } before)
        {
            // Nobody waits for that answer any more.
            _answer = new();
            await before.CancelAsync();
        }

        using var mine = CancellationTokenSource.CreateLinkedTokenSource(Stopping);
        _asking = mine;
        await ReadAsync(_answer, (actor, _) => Queries.QueryAsync(new GlobalQuery(question.Expression, question.Grid(Clock.GetUtcNow()), QueryScope.All), actor, mine.Token));
        if (ReferenceEquals(mine, _asking))
        {
            _asking = null;
        }
    }

    private async Task RunAsync()
    {
        var typed = _typed.Trim();
        if (typed == _question.Expression)
        {
            await LoadAsync();
            return;
        }

        Navigation.SetQuery("q", typed, keepHistory: true);
    }

    private Task ZoomAsync((DateTimeOffset From, DateTimeOffset To) chosen)
    {
        Navigation.SetQuery(
            new Dictionary<string, object?> { ["range"] = ExploreQuestion.Text(chosen.To - chosen.From), ["end"] = chosen.To.ToUnixTimeSeconds() }, keepHistory: true);
        return Task.CompletedTask;
    }

    private void Set(string name, object? value) => Navigation.SetQuery(name, value, keepHistory: true);

    /// <summary>As a panel of a board.</summary>
    private async Task KeepAsync()
    {
        var parameters = new DialogParameters<SaveToBoardDialog> { { dialog => dialog.Expression, _question.Expression }, { dialog => dialog.IsGraph, _question.IsGraph } };
        var shown = await DialogService.ShowAsync<SaveToBoardDialog>(L["Act.ToBoard"], parameters, Dialogs.Options);
        if (await shown.Result is { Canceled: false, Data: BoardView saved })
        {
            Navigation.NavigateTo(Links.Board(saved.Id));
        }
    }

    private async Task ExportAsync()
    {
        if (_answer.Value is { } answer)
        {
            await Js.DownloadAsync(Assets["js/files.js"], Encoding.UTF8.GetBytes(AnswerCsv.Write(answer)), FileNames.Of(_question.Expression, answer.AnsweredAt, "csv"), "text/csv", Stopping);
        }
    }
}

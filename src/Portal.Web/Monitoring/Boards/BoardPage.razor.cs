using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Boards.Variables;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Boards;

/// <summary>A board, to look at. What is chosen above it lives in the address.</summary>
public partial class BoardPage
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(10);

    /// <summary>Said in the address, as the board may open with less.</summary>
    private static readonly string[] AllOfThem = [""];

    private Loadable<BoardView> _board = new();
    private ExploreQuestion _question = ExploreQuestion.Read(null, ExploreQuestion.Graph, null, null);
    private VariableValues _values = new(new Dictionary<string, IReadOnlyList<string>>(), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
    private string? _valuesOf;
    private Guid? _read;
    private int _round;
    private int _ticks;
    private ShownProblem? _problem;
    private ElementReference _grid;

    [Inject]
    public required IBoards Boards { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required IDialogService DialogService { get; init; }

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter]
    public Guid Id { get; set; }

    [SupplyParameterFromQuery]
    public string? Range { get; set; }

    [SupplyParameterFromQuery]
    public string? End { get; set; }

    [SupplyParameterFromQuery]
    public bool Edit { get; set; }

    private BoardDocument Document => _draft?.Document ?? _board.Value?.Document ?? BoardDocument.Empty;

    private IEnumerable<string> Ranges => ExploreQuestion.Ranges.Contains(_question.RangeText) ? ExploreQuestion.Ranges : [_question.RangeText, .. ExploreQuestion.Ranges];

    protected override void Start() => Repeat(Tick, RefreshAsync);

    protected override async Task LoadAsync()
    {
        if (_read != Id)
        {
            (_read, _board, _draft) = (Id, new(), null);
            await ReadBoardAsync();
            if (Edit && _board.Value is { MayChange: true })
            {
                Begin();
            }
        }

        ReadAddress();
    }

    private async Task ReadBoardAsync()
    {
        await ReadAsync(_board, (actor, cancellationToken) => Boards.GetAsync(Id, actor, cancellationToken));
        ReadAddress();
    }

    /// <summary>New values only where something else is chosen: panels ask again when they get others.</summary>
    private void ReadAddress()
    {
        var document = Document;
        _question = ExploreQuestion.Read(null, ExploreQuestion.Graph, Range ?? ExploreQuestion.Text(TimeSpan.FromSeconds(document.RangeSeconds)), End);
        var chosen = BoardAddress.Read(Navigation.Uri, document.Variables);
        var key = $"{_question.RangeText} {string.Join('\n', chosen.Select(pair => $"{pair.Key}={string.Join('\t', pair.Value)}"))}";
        if (key != _valuesOf)
        {
            var grid = _question.Grid(Clock.GetUtcNow());
            (_valuesOf, _values) = (key, new VariableValues(chosen, TimeSpan.FromMilliseconds(grid.Step), _question.Range));
        }
    }

    private Task RefreshAsync()
    {
        var every = Document.RefreshSeconds;
        if (every > 0 && _draft is null && _question.End is null && ++_ticks * (int)Tick.TotalSeconds >= every)
        {
            (_round, _ticks) = (_round + 1, 0);
        }

        return Task.CompletedTask;
    }

    private void Choose(string variable, IReadOnlyList<string> chosen) =>
        Navigation.SetQuery(BoardAddress.KeyOf(variable), chosen.Count == 0 ? AllOfThem : [.. chosen]);

    private Task ZoomAsync((DateTimeOffset From, DateTimeOffset To) chosen)
    {
        Navigation.SetQuery(
            new Dictionary<string, object?> { ["range"] = ExploreQuestion.Text(chosen.To - chosen.From), ["end"] = chosen.To.ToUnixTimeSeconds() }, keepHistory: true);
        return Task.CompletedTask;
    }

    private void Set(string name, object? value) => Navigation.SetQuery(name, value);

    private async Task ExportAsync()
    {
        if (_board.Value is { } board)
        {
            await Js.DownloadAsync(Assets["js/files.js"], BoardFile.Write(board), BoardFile.NameOf(board.Name), "application/json", Stopping);
        }
    }

    private async Task DeleteAsync(BoardView board)
    {
        if (await DialogService.ConfirmAsync(
            L["Delete.Title"], L.Fill("Delete.Words", ("name", board.Name)), L["Act.Delete"], null, [],
            () => ActAsync((actor, cancellationToken) => Boards.DeleteAsync(board.Id, actor, cancellationToken))))
        {
            Navigation.NavigateTo(Links.Boards);
        }
    }
}

using Microsoft.JSInterop;
using MudBlazor;
using Portal.Core.Monitoring.Boards;
using Portal.Web.Shell;

namespace Portal.Web.Monitoring.Boards;

/// <summary>A board while it is changed: a draft of this browser's, until it is saved.</summary>
public partial class BoardPage
{
    private BoardRequest? _draft;
    private bool _busy;
    private string _said = "";

    private void Begin()
    {
        if (_board.Value is { } board)
        {
            (_draft, _problem) = (new BoardRequest(board.Name, board.Visibility, board.Document, board.Version), null);
        }
    }

    private void Leave()
    {
        (_draft, _problem) = (null, null);
        ReadAddress();
    }

    private async Task SaveAsync()
    {
        if (_draft is not { } draft)
        {
            return;
        }

        _busy = true;
        _problem = await ActAsync(async (actor, cancellationToken) => await Boards.UpdateAsync(Id, draft, actor, cancellationToken));
        _busy = false;
        if (_problem is null)
        {
            _draft = null;
            await ReadBoardAsync();
        }
    }

    /// <summary>As it is on the screen, under another name.</summary>
    private async Task CopyAsync()
    {
        var parameters = new DialogParameters<BoardDialog>
        {
            { dialog => dialog.Document, Document },
            { dialog => dialog.Name, L.Fill("Board.CopyOf", ("name", _draft?.Name ?? _board.Value?.Name)) },
        };
        var shown = await DialogService.ShowAsync<BoardDialog>(L["Act.Copy"], parameters, Dialogs.Options);
        if (await shown.Result is { Canceled: false, Data: BoardView made })
        {
            Leave();
            Navigation.NavigateTo(Links.Board(made.Id));
        }
    }

    private async Task AddPanelAsync()
    {
        if (await DescribeAsync(L["Act.AddPanel"], BoardDefaults.Panel) is { } panel)
        {
            Draw(panels => BoardLayout.Add(panels, panel with { Height = panel.Kind == PanelKind.Heading ? 1 : panel.Height, Width = panel.Kind == PanelKind.Heading ? BoardBounds.Columns : panel.Width }));
        }
    }

    private async Task SettingsAsync()
    {
        var parameters = new DialogParameters<BoardSettingsDialog> { { dialog => dialog.Of, _draft! }, { dialog => dialog.IsMine, _board.Value!.IsMine } };
        var shown = await DialogService.ShowAsync<BoardSettingsDialog>(L["Act.Settings"], parameters, Dialogs.Wide);
        if (await shown.Result is { Canceled: false, Data: BoardRequest changed })
        {
            _draft = changed;
            ReadAddress();
        }
    }

    private async Task ChangeAsync(PanelAct act)
    {
        var panel = Document.Panels.Single(each => each.Id == act.Id);
        var (x, y, width, height) = (panel.X, panel.Y, panel.Width, panel.Height);
        switch (act.Change)
        {
            case PanelChange.Edit:
                if (await DescribeAsync(L["Change.Edit"], panel) is { } described)
                {
                    Draw(panels => [.. panels.Select(each => each.Id == panel.Id ? described : each)]);
                }

                break;
            case PanelChange.Copy:
                Draw(panels => BoardLayout.Add(panels, panel));
                break;
            case PanelChange.Delete:
                Draw(panels => BoardLayout.Remove(panels, panel.Id));
                break;
            case PanelChange.Down:
                Draw(panels => BoardLayout.Down(panels, panel.Id));
                Say(panel.Id);
                break;
            default:
                (x, y, width, height) = act.Change switch
                {
                    PanelChange.Left => (x - 1, y, width, height),
                    PanelChange.Right => (x + 1, y, width, height),
                    PanelChange.Up => (x, y - 1, width, height),
                    PanelChange.Wider => (x, y, width + 1, height),
                    PanelChange.Narrower => (x, y, width - 1, height),
                    PanelChange.Taller => (x, y, width, height + 1),
                    _ => (x, y, width, height - 1),
                };
                await PlaceAsync(panel.Id, x, y, width, height);
                break;
        }
    }

    /// <summary>Called by the script, too: a panel was dragged, or drawn to another size.</summary>
    [JSInvokable]
    public Task PlaceAsync(int id, int x, int y, int width, int height)
    {
        if (_draft is not null && Document.Panels.Any(panel => panel.Id == id))
        {
            Draw(panels => BoardLayout.Place(panels, id, x, y, width, height));
            Say(id);
            StateHasChanged();
        }

        return Task.CompletedTask;
    }

    private void Draw(Func<IReadOnlyList<BoardPanel>, IReadOnlyList<BoardPanel>> change) =>
        _draft = _draft! with { Document = _draft.Document with { Panels = change(_draft.Document.Panels) } };

    /// <summary>For those who hear the page.</summary>
    private void Say(int id)
    {
        var panel = Document.Panels.Single(each => each.Id == id);
        _said = L.Fill("Board.Placed", ("title", panel.Title), ("column", panel.X + 1), ("row", panel.Y + 1), ("width", panel.Width), ("height", panel.Height));
    }

    private async Task<BoardPanel?> DescribeAsync(string title, BoardPanel panel)
    {
        var parameters = new DialogParameters<PanelDialog> { { dialog => dialog.Of, panel }, { dialog => dialog.Variables, Document.Variables } };
        var shown = await DialogService.ShowAsync<PanelDialog>(title, parameters, Dialogs.Wide);
        return await shown.Result is { Canceled: false, Data: BoardPanel described } ? described : null;
    }
}

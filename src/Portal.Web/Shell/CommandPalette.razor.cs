using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Portal.Core.Access;

namespace Portal.Web.Shell;

/// <summary>Go to anything, run any act.</summary>
public sealed partial class CommandPalette : IDisposable
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(150);

    private ElementReference _field;
    private CancellationTokenSource _search = new();
    private IReadOnlyList<PaletteEntry> _entries = [];
    private Actor? _actor;
    private ShownProblem? _problem;
    private string _typed = "";
    private int _at;
    private bool _searching;

    [Inject]
    public required PaletteSearch Search { get; init; }

    [Inject]
    public required IActorSource ActorSource { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    [Inject]
    public required ProblemReporter Reporter { get; init; }

    [Inject]
    public required TimeProvider Clock { get; init; }

    [CascadingParameter]
    public required IMudDialogInstance Dialog { get; set; }

    public void Dispose()
    {
        _search.Cancel();
        _search.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _actor = await ActorSource.GetAsync(_search.Token);
        _entries = Search.Fixed("", _actor);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _field.FocusAsync();
        }
    }

    private async Task TypedAsync(string? text)
    {
        _typed = text ?? "";
        if (_actor is null)
        {
            return;
        }

        var typed = _typed.Trim();
        await _search.CancelAsync();
        _search.Dispose();
        _search = new CancellationTokenSource();
        var token = _search.Token;
        (_entries, _at, _searching, _problem) = (Search.Fixed(typed, _actor), 0, typed.Length > 0, null);
        if (typed.Length == 0)
        {
            return;
        }

        try
        {
            await Task.Delay(Settle, Clock, token);
            var found = await Search.FindAsync(typed, _actor, token);
            (_entries, _searching) = ([.. found, .. Search.Fixed(typed, _actor)], false);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            (_problem, _searching) = (Reporter.Report(exception), false);
        }
    }

    private void Key(KeyboardEventArgs args)
    {
        switch (args.Key)
        {
            case "ArrowDown" when _entries.Count > 0:
                _at = (_at + 1) % _entries.Count;
                break;
            case "ArrowUp" when _entries.Count > 0:
                _at = (_at + _entries.Count - 1) % _entries.Count;
                break;
            case "Enter" when _at < _entries.Count:
                Open(_entries[_at]);
                break;
        }
    }

    private void Open(PaletteEntry entry)
    {
        Dialog.Close();
        Navigation.NavigateTo(entry.Href);
    }
}

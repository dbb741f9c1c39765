using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Portal.Core.Problems;

namespace Portal.Web.Shell;

/// <summary>
/// A dense table that holds only the rows in view and asks the server for the rest. A plain table in place of a data grid:
/// a cell costs no component, so that a circuit stays small with a thousand rows.
/// </summary>
public partial class DataTable<TItem> : ComponentBase
{
    /// <summary>What a service hands out at most in one call.</summary>
    private const int MaxTake = 500;

    private const int CheckWidth = 32;
    private const int NameWidth = 136;

    private Virtualize<TItem>? _rows;
    private bool _loaded;
    private bool _isEmpty;
    private int _total;
    private ShownProblem? _problem;

    [Inject]
    public required ProblemReporter Reporter { get; init; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<TableColumn<TItem>> Columns { get; set; }

    /// <summary>Reads rows: how many to pass over, how many to take (at most 500).</summary>
    [Parameter, EditorRequired]
    public required Func<int, int, CancellationToken, Task<TableWindow<TItem>>> Source { get; set; }

    [Parameter, EditorRequired]
    public required Func<TItem, Guid> Key { get; set; }

    /// <summary>A row's name for screen readers.</summary>
    [Parameter, EditorRequired]
    public required Func<TItem, string> RowName { get; set; }

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Shown in place of a table without rows.</summary>
    [Parameter, EditorRequired]
    public required RenderFragment Empty { get; set; }

    /// <summary>Where Enter leads.</summary>
    [Parameter]
    public Func<TItem, string>? Href { get; set; }

    [Parameter]
    public string? Sort { get; set; }

    [Parameter]
    public bool Descending { get; set; }

    [Parameter]
    public EventCallback<string> OnSort { get; set; }

    [Parameter]
    public EventCallback<TItem> OnPeek { get; set; }

    [Parameter]
    public Func<TItem, bool>? IsCurrent { get; set; }

    /// <summary>The keys of the chosen rows; null shows no check boxes.</summary>
    [Parameter]
    public ISet<Guid>? Selection { get; set; }

    [Parameter]
    public EventCallback SelectionChanged { get; set; }

    [Parameter]
    public EventCallback<int> TotalChanged { get; set; }

    [Parameter]
    public float RowHeight { get; set; } = 36;

    [Parameter]
    public string? MaxHeight { get; set; }

    /// <summary>Reads the rows in view again.</summary>
    public async Task RefreshAsync()
    {
        if (_rows is null || _isEmpty || _problem is not null)
        {
            (_isEmpty, _problem) = (false, null);
            StateHasChanged();
            await Task.Yield();
        }

        if (_rows is not null)
        {
            await _rows.RefreshDataAsync();
            StateHasChanged();
        }
    }

    /// <summary>Pixels: below this the table scrolls in its frame, so that no name is squeezed to a letter.</summary>
    private int LeastWidth => (Selection is null ? 0 : CheckWidth) + Columns.Sum(column => column.Width ?? NameWidth);

    private RenderFragment SkeletonRow => builder =>
    {
        builder.OpenElement(0, "tr");
        builder.AddAttribute(1, "class", "table-skeleton");
        AddSkeletonCells(builder);
        builder.CloseElement();
    };

    private void AddSkeletonCells(RenderTreeBuilder builder)
    {
        for (var cell = Selection is null ? 0 : -1; cell < Columns.Count; cell++)
        {
            builder.OpenElement(2, "td");
            builder.AddAttribute(3, "class", cell < 0 ? "table-check" : Columns[cell].CssClass);
            builder.OpenElement(4, "span");
            builder.AddAttribute(5, "class", "skeleton");
            builder.CloseElement();
            builder.CloseElement();
        }
    }

    private string? SortOf(TableColumn<TItem> column) =>
        !column.Sortable ? null : column.Id != Sort ? "none" : Descending ? "descending" : "ascending";

    private async Task ToggleAsync(TItem item, bool chosen)
    {
        _ = chosen ? Selection!.Add(Key(item)) : Selection!.Remove(Key(item));
        await SelectionChanged.InvokeAsync();
    }

    private async ValueTask<ItemsProviderResult<TItem>> ProvideAsync(ItemsProviderRequest request)
    {
        try
        {
            var window = await Source(request.StartIndex, Math.Clamp(request.Count, 1, MaxTake), request.CancellationToken);
            _problem = null;
            await TellAsync(window.Total);
            return new ItemsProviderResult<TItem>(window.Items, window.Total);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception) when (exception is ProblemException or not OutOfMemoryException)
        {
            _problem = Reporter.Report(exception);
            _loaded = true;
            StateHasChanged();
            return new ItemsProviderResult<TItem>([], 0);
        }
    }

    private async Task TellAsync(int total)
    {
        var changed = !_loaded || total != _total;
        (_loaded, _isEmpty, _total) = (true, total == 0, total);
        if (changed)
        {
            StateHasChanged();
            await TotalChanged.InvokeAsync(total);
        }
    }
}

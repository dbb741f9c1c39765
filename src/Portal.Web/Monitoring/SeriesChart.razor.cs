using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Portal.Core.Monitoring.Dashboards;
using Portal.Core.Monitoring.Queries.Merging;

namespace Portal.Web.Monitoring;

/// <summary>Lines over time, drawn by chart.js. Dragging over it chooses a range.</summary>
public partial class SeriesChart : IAsyncDisposable
{
    private ElementReference _host;
    private IJSObjectReference? _script;
    private DotNetObjectReference<SeriesChart>? _self;
    private IReadOnlyList<ChartLine>? _drawn;
    private TimeGrid _drawnGrid;

    [Inject]
    public required IJSRuntime Js { get; init; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartLine> Lines { get; set; }

    [Parameter, EditorRequired]
    public required TimeGrid Grid { get; set; }

    /// <summary>Tells it apart from other charts of the page.</summary>
    [Parameter]
    public string? Title { get; set; }

    /// <summary>What a file of it is named after; null for its title.</summary>
    [Parameter]
    public string? FileTitle { get; set; }

    /// <summary>Called with the range that was chosen.</summary>
    [Parameter]
    public EventCallback<(DateTimeOffset From, DateTimeOffset To)> OnRange { get; set; }

    /// <summary>Why the lines are not the whole; null when they are.</summary>
    [Parameter]
    public string? Partial { get; set; }

    [Parameter]
    public FigureUnit Unit { get; set; }

    /// <summary>Charts of one group share their cross-hair.</summary>
    [Parameter]
    public string? Group { get; set; }

    [Parameter]
    public int Height { get; set; } = 300;

    [Parameter]
    public bool ShowLegend { get; set; } = true;

    /// <summary>Called by the script, with seconds since 1970.</summary>
    [JSInvokable]
    public Task ChooseRangeAsync(long from, long to) =>
        OnRange.InvokeAsync((DateTimeOffset.FromUnixTimeSeconds(from), DateTimeOffset.FromUnixTimeSeconds(Math.Max(to, from + 10))));

    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            try
            {
                await _script.InvokeVoidAsync("clear", _host);
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the chart with it.
            }
        }

        _self?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _script = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["js/chart.js"]);
        }

        if (_script is not null && (!ReferenceEquals(_drawn, Lines) || _drawnGrid != Grid))
        {
            (_drawn, _drawnGrid) = (Lines, Grid);
            await DrawAsync(_script);
        }
    }

    private string Say(double? value) => Figures.Say(value, Unit);

    /// <summary>The values as bytes: a tenth of what JSON would take.</summary>
    private async Task DrawAsync(IJSObjectReference script)
    {
        var values = Lines.SelectMany(line => line.Values).ToArray();
        using var stream = new DotNetStreamReference(new MemoryStream(MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        await script.InvokeVoidAsync("draw", _host, _self, stream, new
        {
            start = Grid.Start / 1000.0,
            step = Grid.Step / 1000.0,
            count = Grid.Count,
            names = Lines.Select(line => line.Name).ToArray(),
            unit = Unit.ToString().ToLowerInvariant(),
            group = Group,
            height = Height,
        });
    }
}

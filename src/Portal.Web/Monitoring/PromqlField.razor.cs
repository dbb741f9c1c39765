using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Portal.Web.Monitoring;

/// <summary>Where an expression is typed. Enter asks, by the form around it; Shift and Enter begin a line.</summary>
public partial class PromqlField : IAsyncDisposable
{
    private ElementReference _area;
    private ElementReference _host;
    private IJSObjectReference? _script;
    private string? _shown;

    [Inject]
    public required IJSRuntime Js { get; init; }

    /// <summary>Of the field: tells it apart from others of the page.</summary>
    [Parameter]
    public string Id { get; set; } = "promql";

    [Parameter, EditorRequired]
    public required string Label { get; set; }

    [Parameter, EditorRequired]
    public required string Placeholder { get; set; }

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<string> ValueChanged { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            try
            {
                await _script.InvokeVoidAsync("detach", _host);
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the editor with it.
            }
        }

        GC.SuppressFinalize(this);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            var script = await Js.InvokeAsync<IJSObjectReference>("import", "/" + Assets["js/promql.js"]);
            await script.InvokeVoidAsync("attach", _host, _area, Label, Placeholder);
            (_script, _shown) = (script, Value);
        }
        else if (_script is not null && _shown != Value)
        {
            // Another address was opened: the editor takes its expression.
            _shown = Value;
            await _script.InvokeVoidAsync("show", _host, Value);
        }
    }
}

using Microsoft.JSInterop;

namespace Portal.Web.Monitoring.Boards;

/// <summary>What of a board needs a script: panels are dragged.</summary>
public partial class BoardPage
{
    private IJSObjectReference? _script;
    private DotNetObjectReference<BoardPage>? _self;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_draft is null)
        {
            return;
        }

        _self ??= DotNetObjectReference.Create(this);
        _script ??= await Js.InvokeAsync<IJSObjectReference>("import", Stopping, "/" + Assets["js/board.js"]);
        await _script.InvokeVoidAsync("attach", Stopping, _grid, _self);
    }

    protected override async ValueTask DisposeCoreAsync()
    {
        _self?.Dispose();
        if (_script is not null)
        {
            try
            {
                await _script.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The browser is gone, and the script with it.
            }
        }

        await base.DisposeCoreAsync();
    }
}

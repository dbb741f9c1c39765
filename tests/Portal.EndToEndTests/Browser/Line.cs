using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>The line between a page and its circuit, which a test can cut and mend.</summary>
public sealed class Line
{
    private IWebSocketRoute? _open;
    private volatile bool _isCut;

    private Line()
    {
    }

    /// <summary>Must be called before the page is opened.</summary>
    public static async Task<Line> OfAsync(IPage page)
    {
        var line = new Line();
        await page.RouteWebSocketAsync("**/_blazor**", line.Connect);
        await page.RouteAsync("**/_blazor/negotiate**", route => line._isCut ? route.AbortAsync() : route.ContinueAsync());
        return line;
    }

    public async Task CutAsync()
    {
        _isCut = true;
        await _open!.CloseAsync();
    }

    public void Mend() => _isCut = false;

    private void Connect(IWebSocketRoute socket)
    {
        _open = socket;
        socket.ConnectToServer();
    }
}

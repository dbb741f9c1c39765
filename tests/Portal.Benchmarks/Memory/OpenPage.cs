using Microsoft.Playwright;

namespace Portal.Benchmarks.Memory;

/// <summary>A page that somebody left open.</summary>
internal sealed class OpenPage(IPage page, ICDPSession session)
{
    private int _frames;

    /// <summary>Messages that the circuit sent since the last call.</summary>
    public int TakeFrames() => Interlocked.Exchange(ref _frames, 0);

    public static async Task<OpenPage> OpenAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        var open = new OpenPage(page, await context.NewCDPSessionAsync(page));
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) => Interlocked.Increment(ref open._frames);
        await page.GotoAsync(path);
        await page.Locator("h1").First.WaitForAsync();
        await page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true], .skeleton')");
        return open;
    }

    /// <summary>MiB of living script objects, after a full collection.</summary>
    public async Task<double> HeapAsync()
    {
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return usage!.Value.GetProperty("usedSize").GetDouble() / 1048576;
    }

    public Task CloseAsync() => page.CloseAsync();
}

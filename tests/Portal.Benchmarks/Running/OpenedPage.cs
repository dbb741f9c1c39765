using Microsoft.Playwright;
using Portal.Benchmarks.Reporting;

namespace Portal.Benchmarks.Running;

/// <summary>A page as a person waits for it: from the navigation to the frame in which a script sees what it looks for.</summary>
internal static class OpenedPage
{
    /// <summary>Sees a page without data.</summary>
    public const string Heading = """
        () => new Promise(resolve => {
          const look = () => document.querySelector('h1') ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look);
          look();
        })
        """;

    private const int WarmUp = 2;
    private const int Rounds = 10;

    /// <param name="seen">A script that resolves with the milliseconds since the navigation.</param>
    public static async Task<Samples> TakeAsync(Chromium chromium, string path, string seen)
    {
        var page = await chromium.Context.NewPageAsync();
        List<double> times = [];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
            var time = await page.EvaluateAsync<double>(seen);
            if (round >= WarmUp)
            {
                times.Add(time);
            }
        }

        await page.CloseAsync();
        return new Samples(times);
    }
}

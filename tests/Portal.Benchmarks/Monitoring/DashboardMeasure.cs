using System.Diagnostics;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Monitoring;

/// <summary>The global dashboard as a person sees it: from the navigation to the frame that shows the figures and the first chart.</summary>
internal static class DashboardMeasure
{
    private const int People = 50;

    private const string Painted = """
        () => new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error(`no figures in 10 minutes: ${document.body.innerText.slice(0, 300)}`)), 600000);
          const look = () => document.querySelector('.dashboard-charts canvas') && !document.querySelector('[aria-busy=true]')
            ? requestAnimationFrame(() => resolve(performance.now()))
            : requestAnimationFrame(look);
          look();
        })
        """;

    // A browser gives frames only to the page in front: of the crowd's pages a timer looks.
    private const string Drawn = """
        () => new Promise((resolve, reject) => {
          const begun = performance.now();
          const timer = setInterval(() => {
            if (document.querySelector('.dashboard-charts canvas') && !document.querySelector('[aria-busy=true]')) {
              clearInterval(timer);
              resolve(performance.now());
            } else if (performance.now() - begun > 180000) {
              clearInterval(timer);
              reject(new Error(`no figures in 3 minutes: ${document.body.innerText.slice(0, 300)}`));
            }
          }, 50);
        })
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ServedPortal portal)
    {
        await using var chromium = await Chromium.StartAsync(portal.Address);
        var plain = await OpenedPage.TakeAsync(chromium, "/settings", OpenedPage.Heading);
        var one = await OpenedPage.TakeAsync(chromium, "/monitoring", Painted);
        Progress.Say($"dashboard: {one.P50} / {one.P95}, a page without data {plain.P50}");

        var worked = ProcessFigures.CpuSeconds(portal.ProcessId);
        var crowd = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, People).Select(async _ =>
        {
            var page = await chromium.Context.NewPageAsync();
            await page.GotoAsync("/monitoring", new() { WaitUntil = Microsoft.Playwright.WaitUntilState.Commit, Timeout = 0 });
            await page.EvaluateAsync<double>(Drawn);
            lock (crowd)
            {
                crowd.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }));
        var opening = ProcessFigures.CpuSeconds(portal.ProcessId) - worked;
        var all = new Samples(crowd);
        worked = ProcessFigures.CpuSeconds(portal.ProcessId);
        await Task.Delay(TimeSpan.FromMinutes(1));
        var minute = ProcessFigures.CpuSeconds(portal.ProcessId) - worked;
        Progress.Say($"{People} people: all painted after {all.Max:0} ms; {opening:0.0} s of the portal to open, {minute:0.0} s a minute while they look");
        return
        [
            new("Dashboard opened to painted, p50", one.P50, "a page without data, p50", plain.P50),
            new("Dashboard opened to painted, p95", one.P95, "a page without data, p50", plain.P50),
            new($"{People} people open it at once, in one browser: half have it after", all.P50, "one person, p50", one.P50),
            new("the last has it after", new Quantity(all.Max, "ms"), "one person, p50", one.P50),
            new("the portal's processor time for them to open it", new Quantity(opening, "s")),
            new("the portal's processor time a minute while they look", new Quantity(minute, "s")),
        ];
    }
}

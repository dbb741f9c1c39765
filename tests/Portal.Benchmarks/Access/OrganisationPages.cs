using Microsoft.Playwright;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Access;

/// <summary>Lists of the organisation in Chromium: from the navigation to the frame that shows the rows.</summary>
internal static class OrganisationPages
{
    private const string Rows = """
        () => new Promise((resolve, reject) => {
          setTimeout(() => reject(new Error(`no rows in 30 s: ${location.href}`)), 30000);
          const look = () => document.querySelector('main tbody tr') && !document.querySelector('[aria-busy=true], .table-skeleton')
            ? requestAnimationFrame(() => resolve(performance.now()))
            : requestAnimationFrame(look);
          look();
        })
        """;

    private const string Heading = """
        () => new Promise(resolve => {
          const look = () => document.querySelector('h1') ? requestAnimationFrame(() => resolve(performance.now())) : requestAnimationFrame(look);
          look();
        })
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ServedPortal portal)
    {
        await using var chromium = await Chromium.StartAsync(portal.Address);
        var page = await chromium.Context.NewPageAsync();
        var plain = await TakeAsync(page, "/settings", Heading);
        List<Figure> figures = [];
        foreach (var (name, path) in new[] { ("200 teams", "/teams"), ("5,000 accounts", "/settings/users"), ("1,000 clusters", "/clusters") })
        {
            var taken = await TakeAsync(page, path, Rows);
            Progress.Say($"painted: {name} {taken.P50} / {taken.P95}, a page without data {plain.P50}");
            figures.Add(new($"painted: {name}, opened, p50", taken.P50, "a page without data, p50", plain.P50));
            figures.Add(new($"painted: {name}, opened, p95", taken.P95, "a page without data, p50", plain.P50));
        }

        return figures;
    }

    private static Task<Samples> TakeAsync(IPage page, string path, string until) => TimeAsync(async () =>
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        return await page.EvaluateAsync<double>(until);
    });

    private static async Task<Samples> TimeAsync(Func<Task<double>> run)
    {
        List<double> times = [];
        for (var round = 0; round < 13; round++)
        {
            var time = await run();
            if (round >= 2)
            {
                times.Add(time);
            }
        }

        return new Samples(times);
    }
}

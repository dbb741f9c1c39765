using Microsoft.Playwright;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Listing;

/// <summary>What a person waits for: from the navigation, or the last key, to the frame that shows the rows.</summary>
internal static class Painted
{
    private const int WarmUp = 2;
    private const int Rounds = 11;

    // Each frame looks whether the rows are there; the frame after the one that found them has been painted.
    private const string Watch = """
        ([total, word, event]) => {
          window.painted = new Promise((resolve, reject) => {
            setTimeout(() => reject(new Error(`no rows with ${total ?? word} in 30 s: ${location.href}, ${document.querySelectorAll('tbody tr[data-row]').length} rows`)), 30000);
            let start = event ? undefined : 0;
            if (event) document.addEventListener(event, () => start = performance.now(), { capture: true });
            const there = () => {
              const rows = document.querySelectorAll('tbody tr[data-row]');
              const count = document.querySelector('.page-count');
              return rows.length > 0 && !document.querySelector('[aria-busy=true], .table-skeleton')
                && (!total || count && count.textContent.replace(/\D/g, '') === total)
                && (!word || rows[0].textContent.includes(word));
            };
            const look = () => start !== undefined && there()
              ? requestAnimationFrame(() => resolve(performance.now() - start))
              : requestAnimationFrame(look);
            look();
          });
        }
        """;

    // Where no circuit is: the navigation to the first paint of a page without data.
    private const string FirstPaint = """
        () => new Promise(resolve => {
          const look = () => {
            const paint = performance.getEntriesByName('first-contentful-paint')[0];
            return paint ? resolve(paint.startTime) : requestAnimationFrame(look);
          };
          look();
        })
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(ServedPortal portal)
    {
        await using var chromium = await Chromium.StartAsync(portal.Address);
        var plain = await PlainAsync(portal);
        var page = await chromium.Context.NewPageAsync();
        var load = await TakeAsync(() => OpenAsync(page, "/clusters", "5000", null));
        Progress.Say($"painted: a page without data {plain.P50}; the list opened {load.P50}");
        var filtered = await TakeAsync(() => OpenAsync(page, "/clusters?q=-1234", null, "-1234"));
        Progress.Say($"painted: a search opened {filtered.P50}");
        var follow = await TakeAsync(async () =>
        {
            await OpenAsync(page, "/operations", null, null, wait: false);
            await page.Locator("h1").First.WaitForAsync();
            await page.WaitForTimeoutAsync(500);
            await page.EvaluateAsync(Watch, new object?[] { "5000", null, "click" });
            await page.Locator("nav a[href$='/clusters'], nav a[href='clusters']").First.ClickAsync();
            return await page.EvaluateAsync<double>("() => window.painted");
        });
        Progress.Say($"painted: the list by a click {follow.P50}");
        await OpenAsync(page, "/clusters", "5000", null);
        var round = 0;
        var search = await TakeAsync(async () =>
        {
            var word = $"-{1000 + round++:0000}";
            var field = page.Locator("input[data-filter]").First;
            await page.EvaluateAsync(Watch, new object?[] { null, word, "input" });
            await field.FillAsync(word);
            return await page.EvaluateAsync<double>("() => window.painted");
        });
        await page.CloseAsync();
        Progress.Say($"painted: plain page {plain.P50}, list opened {load.P50} / {load.P95}, list by a click {follow.P50} / {follow.P95}, search {search.P50} / {search.P95}");
        const string Plain = "a page without data, first paint, p50";
        return
        [
            new("painted: 5,000 clusters, opened, p50", load.P50, Plain, plain.P50),
            new("painted: 5,000 clusters, opened, p95", load.P95, Plain, plain.P50),
            new("painted: search in the address, opened, p50", filtered.P50, Plain, plain.P50),
            new("painted: 5,000 clusters, by a click, p50", follow.P50, Plain, plain.P50),
            new("painted: 5,000 clusters, by a click, p95", follow.P95, Plain, plain.P50),
            new("painted: search, from the last key (200 ms of it pause), p50", search.P50, Plain, plain.P50),
            new("painted: search, from the last key (200 ms of it pause), p95", search.P95, Plain, plain.P50),
        ];
    }

    private static async Task<double> OpenAsync(IPage page, string path, string? total, string? word, bool wait = true)
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        if (!wait)
        {
            return 0;
        }

        await page.EvaluateAsync(Watch, new object?[] { total, word, null });
        return await page.EvaluateAsync<double>("() => window.painted");
    }

    private static async Task<Samples> PlainAsync(ServedPortal portal)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
        });
        var page = await browser.NewPageAsync(new() { BaseURL = portal.Address.ToString() });
        return await TakeAsync(async () =>
        {
            await page.GotoAsync("/account/sign-in");
            return await page.EvaluateAsync<double>(FirstPaint);
        });
    }

    private static async Task<Samples> TakeAsync(Func<Task<double>> run)
    {
        List<double> times = [];
        for (var round = 0; round < WarmUp + Rounds; round++)
        {
            var time = await run();
            if (round >= WarmUp)
            {
                times.Add(time);
            }
        }

        return new Samples(times);
    }
}

using Microsoft.Playwright;
using Portal.Testing.Web;

namespace Portal.Benchmarks.Running;

/// <summary>A browser whose admin has signed in.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser, IBrowserContext context) =>
        (_playwright, _browser, Context) = (playwright, browser, context);

    public IBrowserContext Context { get; }

    public static async Task<Chromium> StartAsync(Uri portal)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage", "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows"],
        });
        var context = await browser.NewContextAsync(new() { BaseURL = portal.ToString(), Locale = "en-US", ViewportSize = new() { Width = 1440, Height = 900 } });
        context.SetDefaultTimeout(120_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("input[autocomplete=username]").FillAsync("admin");
        await page.Locator("input[type=password]").FillAsync(PortalHost.AdminPassword);
        await page.Locator("form[method=post] button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));
        await page.Locator("h1").First.WaitForAsync();
        await page.CloseAsync();
        return new Chromium(playwright, browser, context);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}

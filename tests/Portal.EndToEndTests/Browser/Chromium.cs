using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>A Chromium that looks at one portal.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _portal;
    private string? _session;

    static Chromium() => Assertions.SetDefaultExpectTimeout(30_000);

    private Chromium(IPlaywright playwright, IBrowser browser, Uri portal) => (_playwright, _browser, _portal) = (playwright, browser, portal);

    public static async Task<Chromium> StartAsync(Uri portal)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
        });
        return new Chromium(playwright, browser, portal);
    }

    /// <summary>A page of somebody who has not signed in.</summary>
    public async Task<IPage> OpenAsync(View? view = null) => await (await ContextAsync(view ?? View.Light, session: null)).NewPageAsync();

    /// <summary>A page of the admin; the session is made once and shared.</summary>
    public async Task<IPage> SignedInAsync(View? view = null)
    {
        if (_session is null)
        {
            var page = await OpenAsync();
            await new Pages.SignInPage(page).SignInAsync();
            _session = await page.Context.StorageStateAsync();
            await page.Context.CloseAsync();
        }

        return await (await ContextAsync(view ?? View.Light, _session)).NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }

    private async Task<IBrowserContext> ContextAsync(View view, string? session)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = _portal.ToString(),
            ColorScheme = view.Scheme,
            Locale = view.Locale,
            ViewportSize = new() { Width = view.Width, Height = 900 },
            StorageState = session,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        return context;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>The whole product, and a Chromium to look at it with.</summary>
public sealed class PortalBrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _session;

    public FleetFixture Fleet { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Fleet.InitializeAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"],
        });
    }

    /// <summary>A page of somebody who has not signed in.</summary>
    public async Task<IPage> OpenAsync(View? view = null)
    {
        var context = await ContextAsync(view ?? View.Light, session: null);
        return await context.NewPageAsync();
    }

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

        var context = await ContextAsync(view ?? View.Light, _session);
        return await context.NewPageAsync();
    }

    /// <summary>Makes an account that may only look, and returns its one-time password.</summary>
    public async Task<string> NewcomerAsync(string name)
    {
        var users = Fleet.Portal.Services.GetRequiredService<IUsers>();
        return (await users.CreateAsync(new UserRequest(name, PortalRole.Viewer), Actor.Portal, CancellationToken.None)).Password;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await Fleet.DisposeAsync();
    }

    private async Task<IBrowserContext> ContextAsync(View view, string? session)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Fleet.Portal.Address.ToString(),
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

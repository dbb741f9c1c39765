using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;
using Portal.IntegrationTests.Api;
using Portal.Testing.Data;
using Portal.Testing.Processes;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>One portal and one provider for all tests of the sign-in by providers, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ProviderCollection : ICollectionFixture<ProviderPortal>
{
    public const string Name = "Providers";
}

/// <summary>A portal with three providers: one that makes accounts, one whose people are linked, and one that is down.</summary>
public sealed class ProviderPortal : IAsyncLifetime
{
    /// <summary>Makes accounts.</summary>
    public const string Corp = "corp";

    /// <summary>Its people are linked by an administrator.</summary>
    public const string Partner = "partner";

    /// <summary>Does not answer.</summary>
    public const string Down = "down";

    private readonly PortalDatabaseFixture _database = new();
    private PortalHost? _host;

    public PortalHost Host => _host ?? throw new InvalidOperationException("The fixture is used before InitializeAsync.");

    internal ProviderServer Provider { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Provider = await ProviderServer.StartAsync();
        _host = await PortalHost.StartAsync(_database.ConnectionString, new Dictionary<string, string?>
        {
            ["Egress:AllowLoopback"] = "true",
            [Key(Corp, nameof(OpenIdProvider.Authority))] = Provider.Issuer,
            [Key(Corp, nameof(OpenIdProvider.ClientId))] = Corp,
            [Key(Corp, nameof(OpenIdProvider.ClientSecret))] = ProviderServer.ClientSecret,
            [Key(Corp, nameof(OpenIdProvider.DisplayName))] = "Harbour & Sons",
            [$"{Key(Corp, nameof(OpenIdProvider.Scopes))}:0"] = "profile",
            [$"{Key(Corp, nameof(OpenIdProvider.Scopes))}:1"] = "offline_access",
            [Key(Partner, nameof(OpenIdProvider.Authority))] = Provider.Issuer,
            [Key(Partner, nameof(OpenIdProvider.ClientId))] = Partner,
            [Key(Partner, nameof(OpenIdProvider.ClientSecret))] = ProviderServer.ClientSecret,
            [Key(Partner, nameof(OpenIdProvider.Accounts))] = nameof(AccountCreation.LinkedOnly),
            [Key(Down, nameof(OpenIdProvider.Authority))] = $"http://127.0.0.1:{LoopbackPort.Free()}",
            [Key(Down, nameof(OpenIdProvider.ClientId))] = Down,
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        await Provider.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>What <paramref name="person"/> gets who signs in with a browser: where the portal leads in the end.</summary>
    internal async Task<string> SignInAsync(HttpClient browser, ProviderPerson person, string provider = Corp, string returnUrl = "")
    {
        using var back = await browser.GetAsync(await CallbackAsync(browser, person, provider, returnUrl), Stop);
        return back.Headers.Location!.OriginalString;
    }

    /// <summary>The address to which the provider sends the browser back.</summary>
    internal async Task<Uri> CallbackAsync(HttpClient browser, ProviderPerson person, string provider = Corp, string returnUrl = "")
    {
        Provider.SignsIn = person;
        using var start = await browser.GetAsync($"/account/openid/{provider}?returnUrl={Uri.EscapeDataString(returnUrl)}", Stop);
        Assert.StartsWith(Provider.Issuer, start.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        using var at = await browser.GetAsync(start.Headers.Location, Stop);
        Assert.True(at.StatusCode == HttpStatusCode.Redirect, await at.Content.ReadAsStringAsync(Stop));
        return at.Headers.Location!;
    }

    /// <summary>A browser of somebody who has signed in by the provider.</summary>
    internal async Task<HttpClient> BrowserOfAsync(ProviderPerson person, string provider = Corp)
    {
        var browser = Host.Browser();
        Assert.Equal("/", await SignInAsync(browser, person, provider));
        return browser;
    }

    /// <summary>A new team.</summary>
    internal static async Task<Guid> TeamAsync(HttpClient admin)
    {
        var name = $"team-{Guid.NewGuid():N}"[..16];
        return (await admin.PostAsync("/api/v1/teams", new { name, slug = name }, HttpStatusCode.Created)).GetProperty("id").GetGuid();
    }

    /// <summary>Gives a group a role in a team, or in the portal.</summary>
    internal static async Task<string> MapAsync(HttpClient admin, string group, Guid? teamId, string role, string provider = Corp) => (await admin.PostAsync(
        "/api/v1/sign-in/mappings", new { provider, group, teamId, teamRole = teamId is null ? null : role, portalRole = teamId is null ? role : null }, HttpStatusCode.Created)).Text("id");

    /// <summary>Who the browser's session is, or null where there is none.</summary>
    internal static async Task<JsonElement?> MeAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync("/api/v1/me", Stop);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<JsonElement>(Stop) : null;
    }

    /// <summary>The person's role in a team; null for none.</summary>
    internal static async Task<string?> RoleAsync(HttpClient browser, Guid team)
    {
        var me = await MeAsync(browser);
        return me!.Value.GetProperty("teams").EnumerateArray().Where(mine => mine.GetProperty("teamId").GetGuid() == team).Select(mine => mine.Text("role")).SingleOrDefault();
    }

    /// <summary>Reads the portal's rows.</summary>
    internal async Task<T> ReadAsync<T>(Func<PortalDbContext, Task<T>> read)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        return await read(db);
    }

    private static string Key(string provider, string setting) => $"{OpenIdOptions.Section}:{nameof(OpenIdOptions.Providers)}:{provider}:{setting}";
}

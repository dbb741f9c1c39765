using System.Net;
using System.Net.Http.Json;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;
using Portal.Testing.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.Factors;

/// <summary>A portal in which whoever has a role must have a second factor.</summary>
public sealed class ForcedSecondFactorTests : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private PortalHost _host = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _host = await PortalHost.StartAsync(_database.ConnectionString, new Dictionary<string, string?> { ["SignIn:SecondFactor"] = "Roles" });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    [Trait("Attack", "second-step")]
    public async Task Account_WithARole_DoesNothingElse_UntilItIsSetUp()
    {
        var user = await _host.CreateUserAsync(PortalRole.Operator);
        using var person = new FactorPerson(_host, user.Name);
        using (await PortalHost.PostSignInAsync(person.Browser, user.Name, PortalHost.AdminPassword))
        {
        }

        using (var page = await person.Browser.GetAsync("/settings/profile", Stop))
        {
            Assert.Equal("/account/authenticator?returnUrl=%2Fsettings%2Fprofile", page.Headers.Location?.OriginalString);
        }

        var refused = await person.Browser.GetAsync("/api/v1/me", HttpStatusCode.Forbidden);
        Assert.Equal("A second factor must be set up first", refused.Text("title"));
        await person.Browser.GetAsync("/api/v1/me/factors", HttpStatusCode.Forbidden);
        using (var circuit = await person.Browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Stop))
        {
            Assert.Equal("/account/authenticator", circuit.Headers.Location?.OriginalString);
        }

        await person.SetUpAsync();

        Assert.Equal(HttpStatusCode.OK, await person.MeAsync());
        using var shown = await person.Browser.GetAsync("/settings/profile", Stop);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
    }

    [Fact]
    public async Task Tokens_AndAccountsWithoutARole_GoOn()
    {
        var user = await _host.CreateUserAsync(PortalRole.Operator);
        using var script = await _host.ScriptOfAsync(user.Name);
        await script.GetAsync("/api/v1/me", HttpStatusCode.OK);
        var member = await _host.CreateUserAsync(null);

        using var browser = await _host.SignInAsync(member.Name);

        await browser.GetAsync("/api/v1/me", HttpStatusCode.OK);
    }

    [Fact]
    public async Task LastFactor_StaysOn_WhereOneIsRequired()
    {
        var user = await _host.CreateUserAsync(PortalRole.Viewer);
        using var person = new FactorPerson(_host, user.Name);
        using (await PortalHost.PostSignInAsync(person.Browser, user.Name, PortalHost.AdminPassword))
        {
        }

        await person.SetUpAsync();
        using var script = await _host.ScriptOfAsync(user.Name);

        using var refused = await script.PostAsJsonAsync("/api/v1/me/authenticator/remove", new { password = PortalHost.AdminPassword }, Stop);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Web.Access.OpenId;
using static Portal.IntegrationTests.Access.OpenId.ProviderPortal;

namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>What changes at the provider while somebody is signed in.</summary>
[Collection(ProviderCollection.Name)]
public sealed class OpenIdRefreshTests(ProviderPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Attack", "11")]
    public async Task Groups_AreAskedForAgain_AndARefusalEndsTheSession()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var team = await TeamAsync(admin);
        await MapAsync(admin, "asked-again", team, "Operator");
        var oli = ProviderPerson.New("oli", "asked-again");
        using var browser = await portal.BrowserOfAsync(oli);
        Assert.Equal("Operator", await RoleAsync(browser, team));

        portal.Provider.Change(oli with { Groups = [] });
        await RefreshAsync(oli);
        Assert.Null(await RoleAsync(browser, team));

        portal.Provider.IsBroken = true;
        await RefreshAsync(oli);
        portal.Provider.IsBroken = false;
        Assert.NotNull(await MeAsync(browser));

        portal.Provider.Gone.Add(oli.Subject);
        await RefreshAsync(oli);
        Assert.Null(await MeAsync(browser));
    }

    [Fact]
    [Trait("Attack", "1")]
    public async Task RefreshToken_IsStoredEncrypted()
    {
        var pia = ProviderPerson.New("pia");
        using var browser = await portal.BrowserOfAsync(pia);

        var stored = await portal.ReadAsync(db => db.UserSessions.Where(session => session.UserName == pia.Name).Select(session => session.ProtectedRefreshToken).SingleAsync(Stop));

        // A token of the provider's is five parts of base64 with points between.
        Assert.NotNull(stored);
        Assert.DoesNotContain("eyJ", System.Text.Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
    }

    /// <summary>As the portal does by itself every few minutes.</summary>
    private async Task RefreshAsync(ProviderPerson person)
    {
        await portal.ReadAsync(db => db.UserSessions.Where(session => session.UserName == person.Name)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.RefreshAt, DateTimeOffset.UtcNow.AddMinutes(-1)), Stop));
        await portal.Host.Services.GetRequiredService<ProviderRefresh>().RefreshDueAsync(Stop);
    }
}

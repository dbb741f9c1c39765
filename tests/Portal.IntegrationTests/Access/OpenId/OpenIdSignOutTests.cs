using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Portal.IntegrationTests.Api;
using static Portal.IntegrationTests.Access.OpenId.ProviderPortal;

namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>Sessions that began by a provider end by it, and lead to its sign-out.</summary>
[Collection(ProviderCollection.Name)]
public sealed class OpenIdSignOutTests(ProviderPortal portal)
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forgeries => [.. Makers.Keys];

    private static Dictionary<string, Action<Dictionary<string, object>>> Makers { get; } = new()
    {
        ["audience"] = claims => claims["aud"] = Partner,
        ["issuer"] = claims => claims["iss"] = "https://issuer.evil.example/",
        ["expired"] = claims => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(),
        ["old"] = claims => claims["iat"] = DateTimeOffset.UtcNow.AddMinutes(-10).ToUnixTimeSeconds(),
        ["not issued"] = claims => claims.Remove("iat"),
        ["no event"] = claims => claims.Remove("events"),
        ["another event"] = claims => claims["events"] = new Dictionary<string, object> { ["https://example.com/other"] = new Dictionary<string, object>() },
        ["token of a sign-in"] = claims => claims["nonce"] = "n",
        ["no id"] = claims => claims.Remove("jti"),
        ["nobody"] = claims =>
        {
            claims.Remove("sub");
            claims.Remove("sid");
        },
    };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Trait("Attack", "11")]
    public async Task SessionThatTheProviderEnds_IsOverAtOnce_AndTheTokenWorksOnce(bool hasSubject, bool hasSession)
    {
        var jo = ProviderPerson.New("jo");
        using var browser = await portal.BrowserOfAsync(jo);
        using var elsewhere = await portal.BrowserOfAsync(jo with { Session = "another-session" });
        using var stranger = await portal.BrowserOfAsync(ProviderPerson.New("kim"));
        var claims = Claims(jo);
        claims.Remove(hasSubject ? "" : "sub");
        claims.Remove(hasSession ? "" : "sid");
        var token = portal.Provider.Sign(claims, type: "logout+jwt");

        Assert.Equal(HttpStatusCode.OK, await LogoutAsync(token));

        Assert.Null(await MeAsync(browser));
        Assert.Equal(hasSession, await MeAsync(elsewhere) is not null);
        Assert.NotNull(await MeAsync(stranger));
        using var again = await portal.BrowserOfAsync(jo);
        Assert.Equal(HttpStatusCode.BadRequest, await LogoutAsync(token));
        Assert.NotNull(await MeAsync(again));
    }

    [Theory]
    [MemberData(nameof(Forgeries))]
    [Trait("Attack", "26")]
    public async Task ForgedLogout_EndsNothing(string forgery)
    {
        var lea = ProviderPerson.New("lea");
        using var browser = await portal.BrowserOfAsync(lea);
        var claims = Claims(lea);
        Makers[forgery](claims);

        Assert.Equal(HttpStatusCode.BadRequest, await LogoutAsync(portal.Provider.Sign(claims)));
        Assert.NotNull(await MeAsync(browser));
    }

    [Fact]
    [Trait("Attack", "26")]
    public async Task LogoutThatTheProviderDidNotSign_EndsNothing()
    {
        var mia = ProviderPerson.New("mia");
        using var browser = await portal.BrowserOfAsync(mia);
        using var rsa = RSA.Create(2048);
        var foreign = new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = "provider-key" }, SecurityAlgorithms.RsaSha256);

        Assert.Equal(HttpStatusCode.BadRequest, await LogoutAsync(portal.Provider.Sign(Claims(mia), foreign)));
        Assert.Equal(HttpStatusCode.BadRequest, await LogoutAsync(portal.Provider.Sign(Claims(mia))[..^20]));
        Assert.Equal(HttpStatusCode.BadRequest, await LogoutAsync(""));
        Assert.Equal(HttpStatusCode.BadRequest, await LogoutAsync(portal.Provider.Sign(Claims(mia)), Down));
        Assert.NotNull(await MeAsync(browser));
    }

    [Fact]
    [Trait("Attack", "12")]
    public async Task SignOut_EndsTheSession_AndLeadsToTheProvidersOwn()
    {
        using var browser = await portal.BrowserOfAsync(ProviderPerson.New("ned"));
        var token = await browser.GetAsync("/api/v1/me/antiforgery", HttpStatusCode.OK);

        using var signedOut = await browser.PostAsync("/account/sign-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token.Text("token"))]), Stop);

        Assert.Equal("/account/signed-out?provider=corp", signedOut.Headers.Location!.OriginalString);
        Assert.Null(await MeAsync(browser));
        Assert.Contains("0;url=/account/openid/corp/end", await browser.GetStringAsync(signedOut.Headers.Location, Stop), StringComparison.Ordinal);
        using var end = await browser.GetAsync("/account/openid/corp/end", Stop);
        Assert.StartsWith($"{portal.Provider.Issuer}connect/logout?", end.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(Uri.EscapeDataString(new Uri(portal.Host.Address, "/account/sign-in").AbsoluteUri), end.Headers.Location.Query, StringComparison.Ordinal);
        using var atProvider = await browser.GetAsync(end.Headers.Location, Stop);
        Assert.Equal(HttpStatusCode.Redirect, atProvider.StatusCode);
    }

    private Dictionary<string, object> Claims(ProviderPerson person) => new()
    {
        ["iss"] = portal.Provider.Issuer,
        ["aud"] = Corp,
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds(),
        ["jti"] = Guid.NewGuid().ToString("N"),
        ["sub"] = person.Subject,
        ["sid"] = person.Session,
        ["events"] = new Dictionary<string, object> { [Event] = new Dictionary<string, object>() },
    };

    private async Task<HttpStatusCode> LogoutAsync(string token, string provider = Corp)
    {
        using var server = portal.Host.Browser();
        using var answer = await server.PostAsync($"/account/openid/{provider}/logout", new FormUrlEncodedContent([new("logout_token", token)]), Stop);
        return answer.StatusCode;
    }
}

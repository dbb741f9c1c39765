using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access;

public sealed class SignInTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalHost Host => fixture.Host;

    [Fact]
    public async Task Page_Anonymous_LeadsToSignInAndBack()
    {
        using var browser = Host.Browser();

        using var answer = await browser.GetAsync("/account/password?x=1", Stop);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%2Fpassword%3Fx%3D1", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task SignIn_RightPassword_OpensTheAccountAndHardensTheCookie()
    {
        using var browser = Host.Browser();

        using var answer = await PortalHost.PostSignInAsync(browser, "admin", PortalHost.AdminPassword);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("portal.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        using var page = await browser.GetAsync("/account/password", Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [Trait("Attack", "open-redirect")]
    public async Task SignIn_ForeignReturnAddress_StaysHere(string address)
    {
        using var browser = Host.Browser();

        using var answer = await PortalHost.PostFormAsync(
            browser, $"/account/sign-in?returnUrl={Uri.EscapeDataString(address)}",
            ("_handler", "sign-in"), ("Input.Name", "admin"), ("Input.Password", PortalHost.AdminPassword));

        var location = new Uri(Host.Address, answer.Headers.Location!);
        Assert.Equal(new Uri(Host.Address, "/"), location);
    }

    [Fact]
    [Trait("Attack", "csrf")]
    public async Task SignIn_WithoutFormToken_IsRefused()
    {
        using var browser = Host.Browser();

        using var answer = await browser.PostAsync("/account/sign-in", new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("Input.Name", "admin"), new("Input.Password", PortalHost.AdminPassword)]), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    [Trait("Attack", "brute-force")]
    public async Task SignIn_FiveWrongPasswords_LocksTheAccountAndTellsNothing()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer, "locked-out");
        using var browser = Host.Browser();
        var unknown = await RefusalAsync(browser, "nobody-of-this-name");
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal(unknown, await RefusalAsync(browser, user.Name));
        }

        using var right = await PortalHost.PostSignInAsync(browser, user.Name, PortalHost.AdminPassword);

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        var users = Host.Services.GetRequiredService<IUsers>();
        Assert.NotNull((await users.GetAsync(user.Id, Actor.Portal, Stop)).LockedUntil);
        await users.EnableAsync(user.Id, Actor.Portal, Stop);
        using var opened = await Host.SignInAsync(user.Name);
    }

    [Fact]
    [Trait("Attack", "csrf")]
    public async Task SignOut_OfAnotherSite_ChangesNothing()
    {
        using var browser = await Host.SignInAsync();

        using var forged = await browser.PostAsync("/account/sign-out", null, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var page = await browser.GetAsync("/account/password", Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    [Trait("Attack", "12")]
    public async Task SignOut_CopyOfTheCookie_IsWorthNothing()
    {
        using var browser = Host.Browser();
        using var signedIn = await PortalHost.PostSignInAsync(browser, "admin", PortalHost.AdminPassword);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("portal.session=", StringComparison.Ordinal)).Split(';')[0];
        using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Host.Address };
        thief.DefaultRequestHeaders.Add("Cookie", cookie);
        using var before = await thief.GetAsync("/api/v1/me", Stop);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        var tokens = await browser.GetFromJsonAsync<JsonElement>("/api/v1/me/antiforgery", Stop);
        using var signedOut = await browser.PostAsync(
            "/account/sign-out",
            new FormUrlEncodedContent([new("__RequestVerificationToken", tokens.GetProperty("token").GetString())]),
            Stop);

        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        using var after = await thief.GetAsync("/api/v1/me", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    private static async Task<string> RefusalAsync(HttpClient browser, string name)
    {
        using var answer = await PortalHost.PostSignInAsync(browser, name, "not the password");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        var start = page.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        return page[start..page.IndexOf("<form", start, StringComparison.Ordinal)];
    }
}

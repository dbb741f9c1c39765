using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using static Portal.IntegrationTests.Access.OpenId.ProviderPortal;

namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>What is not the provider's answer to this browser's question signs nobody in, and leaves nothing behind.</summary>
[Collection(ProviderCollection.Name)]
public sealed class OpenIdForgeryTests(ProviderPortal portal)
{
    private const string Failed = "/account/sign-in?provider=corp&problem=Failed";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forgeries => [.. Makers.Keys];

    private static Dictionary<string, Action<SecurityTokenDescriptor>> Makers { get; } = new()
    {
        ["audience"] = token => token.Claims["aud"] = "another-client",
        ["audience of another provider's client"] = token => token.Claims["aud"] = Partner,
        ["issuer"] = token => token.Claims["iss"] = "https://issuer.evil.example",
        ["no issuer"] = token => token.Claims.Remove("iss"),
        ["expired"] = token => token.Claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(),
        ["not yet valid"] = token => token.Claims["nbf"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        ["without an end"] = token => token.Claims.Remove("exp"),
        ["unsigned"] = token => token.SigningCredentials = null,
        ["signed by another"] = token => token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(RSA.Create(2048)) { KeyId = "provider-key" }, SecurityAlgorithms.RsaSha256),
        ["signed with the client's secret"] = token => token.SigningCredentials =
            new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(ProviderServer.ClientSecret)), SecurityAlgorithms.HmacSha256),
        ["nonce of another sign-in"] = token => token.Claims["nonce"] = "638000000000000000.bm90LXRoaXMtb25l",
        ["no nonce"] = token => token.Claims.Remove("nonce"),
        ["no subject"] = token => token.Claims.Remove("sub"),
        ["subject without end"] = token => token.Claims["sub"] = new string('x', 5000),
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    [Trait("Attack", "26")]
    public async Task ForgedToken_IsRefused_AndNothingIsStored(string forgery)
    {
        var mallory = ProviderPerson.New("mallory");
        using var browser = portal.Host.Browser();
        portal.Provider.Forge = Makers[forgery];
        try
        {
            Assert.Equal(Failed, await portal.SignInAsync(browser, mallory));
        }
        finally
        {
            portal.Provider.Forge = null;
        }

        await NothingIsStoredAsync(browser, mallory);
        Assert.Contains("could not be trusted", await browser.GetStringAsync(Failed, Stop), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "26")]
    public async Task Answer_UsedAgain_OrInAnotherBrowser_IsRefused()
    {
        var victim = ProviderPerson.New("victim");
        using var browser = portal.Host.Browser();
        using var other = portal.Host.Browser();
        var callback = await portal.CallbackAsync(browser, victim);

        Assert.Equal(Failed, await LandAsync(other, callback));
        await NothingIsStoredAsync(other, victim);
        Assert.Equal("/", await LandAsync(browser, callback));
        Assert.Equal(Failed, await LandAsync(browser, callback));
    }

    [Fact]
    [Trait("Attack", "26")]
    public async Task CodeOfSomebodyElse_IsRefusedByItsProof()
    {
        var victim = ProviderPerson.New("victim");
        using var victims = portal.Host.Browser();
        using var browser = portal.Host.Browser();
        var stolen = QueryHelpers.ParseQuery((await portal.CallbackAsync(victims, victim)).Query)["code"].Single()!;
        var own = await portal.CallbackAsync(browser, ProviderPerson.New("thief"));
        var state = QueryHelpers.ParseQuery(own.Query)["state"].Single()!;

        var landed = await LandAsync(browser, new Uri(QueryHelpers.AddQueryString(own.GetLeftPart(UriPartial.Path), new Dictionary<string, string?> { ["code"] = stolen, ["state"] = state })));

        Assert.Equal(Failed, landed);
        await NothingIsStoredAsync(browser, victim);
    }

    [Theory]
    [InlineData("?code=guessed&state=guessed")]
    [InlineData("?code=guessed")]
    [InlineData("?state=")]
    [InlineData("")]
    [InlineData("?error=server_error&error_description=%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [Trait("Attack", "26")]
    public async Task Answer_ThatNobodyAskedFor_IsRefused_AndNotShown(string query)
    {
        using var browser = portal.Host.Browser();

        var landed = await LandAsync(browser, new Uri(portal.Host.Address, $"/account/openid/corp/callback{query}"));

        Assert.Equal(Failed, landed);
        Assert.DoesNotContain("alert(1)", await browser.GetStringAsync(landed, Stop), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "16")]
    public async Task ErrorOfTheProvider_IsToldInThePortalsOwnWords()
    {
        using var browser = portal.Host.Browser();
        portal.Provider.Refusal = ("access_denied", "<img src=x onerror=alert(1)> call 0900");
        try
        {
            var landed = await portal.SignInAsync(browser, ProviderPerson.New("denied"));

            Assert.Equal("/account/sign-in?provider=corp&problem=Denied", landed);
            var page = await browser.GetStringAsync(landed, Stop);
            Assert.Contains("Harbour &amp; Sons did not let you sign in.", page, StringComparison.Ordinal);
            Assert.DoesNotContain("0900", page, StringComparison.Ordinal);
        }
        finally
        {
            portal.Provider.Refusal = null;
        }
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/account/sign-out")]
    [Trait("Attack", "open-redirect")]
    public async Task ForeignReturnAddress_StaysHere(string address)
    {
        using var browser = portal.Host.Browser();

        Assert.Equal("/", await portal.SignInAsync(browser, ProviderPerson.New("ida"), returnUrl: address));
    }

    private static async Task<string> LandAsync(HttpClient browser, Uri address)
    {
        using var answer = await browser.GetAsync(address, Stop);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task NothingIsStoredAsync(HttpClient browser, ProviderPerson person)
    {
        Assert.Null(await MeAsync(browser));
        Assert.False(await portal.ReadAsync(db => db.ExternalIdentities.AnyAsync(row => row.Name == person.Name || row.Subject == person.Subject, Stop)));
        Assert.False(await portal.ReadAsync(db => db.Users.AnyAsync(user => user.UserName == person.Name, Stop)));
    }
}

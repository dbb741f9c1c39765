using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access;

[Trait("Attack", "16")]
public sealed class SecurityHeadersTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/api/v1/me")]
    [InlineData("/no-such-page")]
    [Trait("Attack", "clickjacking")]
    public async Task Answer_Always_TellsTheBrowserWhatNotToDo(string path)
    {
        using var browser = fixture.Host.Browser();

        using var answer = await browser.GetAsync(path, TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Page_Markup_HoldsNoInlineScript()
    {
        using var browser = fixture.Host.Browser();

        var page = await browser.GetStringAsync("/account/sign-in", TestContext.Current.CancellationToken);

        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)", page);
        Assert.DoesNotMatch("\\son[a-z]+=", page);
    }
}

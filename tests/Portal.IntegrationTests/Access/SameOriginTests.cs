using System.Net;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access;

[Trait("Attack", "15")]
public sealed class SameOriginTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Circuit_Negotiation_IsOfTheSameSite(string? origin, HttpStatusCode expected)
    {
        using var browser = await fixture.Host.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin ?? fixture.Host.Address.GetLeftPart(UriPartial.Authority));

        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    [Trait("Attack", "circuit-hijack")]
    public async Task Circuit_Anonymous_IsNotOpened()
    {
        using var browser = fixture.Host.Browser();

        using var answer = await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }
}

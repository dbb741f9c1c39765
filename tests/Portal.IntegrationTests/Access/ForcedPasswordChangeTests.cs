using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access;

public sealed class ForcedPasswordChangeTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OneTimePassword_UntilChanged_OpensNothingElse()
    {
        var users = fixture.Host.Services.GetRequiredService<IUsers>();
        var created = await users.CreateAsync(new UserRequest("new-colleague", PortalRole.Operator), Actor.Portal, Stop);
        using var browser = await fixture.Host.SignInAsync("new-colleague", created.Password);

        using (var page = await browser.GetAsync("/account/denied", Stop))
        {
            Assert.Equal("/account/password?returnUrl=%2Faccount%2Fdenied", page.Headers.Location?.OriginalString);
        }

        using (var wrong = await PostAsync(browser, created.Password, "short"))
        {
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using (var changed = await PostAsync(browser, created.Password, "a password of my own"))
        {
            Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        }

        using (var page = await browser.GetAsync("/account/denied", Stop))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }

        using var again = await fixture.Host.SignInAsync("new-colleague", "a password of my own");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string current, string next) => PortalHost.PostFormAsync(
        browser, "/account/password",
        ("_handler", "password"), ("Input.Current", current), ("Input.Next", next), ("Input.Repeat", next));
}

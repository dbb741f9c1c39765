using System.Net;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access;

[Trait("Attack", "job-dashboard")]
public sealed class JobDashboardTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_Admin_IsShownWithoutInlineScript()
    {
        using var browser = await fixture.Host.SignInAsync();

        using var answer = await browser.GetAsync("/hangfire", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=)", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Dashboard_Operator_IsClosed()
    {
        var user = await fixture.Host.CreateUserAsync(PortalRole.Operator, "curious");
        using var browser = await fixture.Host.SignInAsync(user.Name);

        using var answer = await browser.GetAsync("/hangfire/jobs/enqueued", Stop);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/account/denied", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Dashboard_ForgedPost_IsRefused()
    {
        using var browser = await fixture.Host.SignInAsync();

        using var answer = await browser.PostAsync("/hangfire/jobs/failed/delete", new FormUrlEncodedContent([new("jobs[]", "1")]), Stop);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}

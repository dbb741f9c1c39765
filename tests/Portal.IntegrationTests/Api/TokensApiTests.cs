using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class TokensApiTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalHost Host => fixture.Host;

    [Fact]
    [Trait("Attack", "26")]
    public async Task Token_Life_CreatedUsedRevoked()
    {
        using var maker = await Host.ScriptAsync(PortalRole.Viewer);
        var created = await maker.PostAsync("/api/v1/tokens", new { name = "pipeline", daysValid = 7 }, HttpStatusCode.Created);
        Assert.Matches("^kp_[A-Za-z0-9_-]{43}$", created.Text("token"));
        using var script = Host.Script(created.Text("token"));
        await script.GetAsync("/api/v1/me", HttpStatusCode.OK);

        await Host.Services.GetRequiredService<ApiTokenUse>().FlushAsync(Stop);
        var listed = await maker.GetAsync("/api/v1/tokens", HttpStatusCode.OK);
        var mine = listed.GetProperty("items").EnumerateArray().Single(token => token.Text("name") == "pipeline");
        Assert.NotNull(mine.Text("lastUsedAt"));
        Assert.DoesNotContain(created.Text("token"), listed.GetRawText());

        using (var revoked = await maker.DeleteAsync($"/api/v1/tokens/{mine.Text("id")}", Stop))
        {
            Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        }

        await script.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Trait("Attack", "6")]
    public async Task Token_OfSomebodyElse_DoesNotExist()
    {
        using var owner = await Host.ScriptAsync(PortalRole.Operator);
        var created = await owner.PostAsync("/api/v1/tokens", new { name = "mine", daysValid = 1 }, HttpStatusCode.Created);
        using var other = await Host.ScriptAsync(PortalRole.Operator);

        using var answer = await other.DeleteAsync($"/api/v1/tokens/{created.GetProperty("summary").Text("id")}", Stop);

        await answer.ReadAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("Attack", "12")]
    public async Task Token_MadeByToken_CannotOutliveIt()
    {
        using var maker = await Host.ScriptAsync(PortalRole.Viewer);

        var problem = await maker.PostAsync("/api/v1/tokens", new { name = "forever", daysValid = 365 }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("daysValid", problem.Text("field"));
    }

    [Fact]
    [Trait("Attack", "11")]
    public async Task Account_Disabled_StopsItsTokenAndSessionAtOnce()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer, "to-be-disabled");
        var actor = new Actor(user.Id, user.Name, new HashSet<PortalRole> { PortalRole.Viewer });
        var token = await Host.Services.GetRequiredService<IApiTokens>().CreateAsync(new ApiTokenRequest("x"), actor, Stop);
        using var script = Host.Script(token.Token);
        using var browser = await Host.SignInAsync(user.Name);
        await script.GetAsync("/api/v1/me", HttpStatusCode.OK);
        await browser.GetAsync("/api/v1/me", HttpStatusCode.OK);

        await Host.Services.GetRequiredService<IUsers>().DisableAsync(user.Id, Actor.Portal, Stop);

        await script.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await browser.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Trait("Attack", "11")]
    public async Task Role_TakenAway_IsGoneInAnOpenSession()
    {
        var user = await Host.CreateUserAsync(PortalRole.Admin, "to-be-demoted");
        using var browser = await Host.SignInAsync(user.Name);
        await browser.GetAsync("/api/v1/users", HttpStatusCode.OK);

        await Host.Services.GetRequiredService<IUsers>().SetRoleAsync(user.Id, PortalRole.Viewer, Actor.Portal, Stop);

        await browser.GetAsync("/api/v1/users", HttpStatusCode.Forbidden);
    }

    [Fact]
    [Trait("Attack", "csrf")]
    public async Task Session_UnsafeMethod_NeedsTheAntiforgeryToken()
    {
        using var browser = await Host.SignInAsync();
        await browser.PostAsync("/api/v1/fleets", new { name = "forged" }, HttpStatusCode.BadRequest);

        var antiforgery = await browser.GetAsync("/api/v1/me/antiforgery", HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/fleets") { Content = JsonContent.Create(new { name = "from-a-browser" }) };
        request.Headers.Add(antiforgery.Text("headerName"), antiforgery.Text("token"));
        using var answer = await browser.SendAsync(request, Stop);

        await answer.ReadAsync(HttpStatusCode.Created);
    }
}

using System.Net;
using System.Net.Http.Json;
using Portal.Core.Access;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Api;

public sealed class UsersApiTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task User_Created_MustChangeTheOneTimePassword()
    {
        using var admin = await fixture.Host.ScriptAsync(PortalRole.Admin);
        var created = await admin.PostAsync("/api/v1/users", new { name = "colleague", role = "Operator" }, HttpStatusCode.Created);
        using var browser = await fixture.Host.SignInAsync("colleague", created.Text("password"));

        var problem = await browser.GetAsync("/api/v1/fleets", HttpStatusCode.Forbidden);

        Assert.Contains("one-time password", problem.Text("title"));
    }

    [Fact]
    public async Task Name_TakenInOtherCase_IsAConflictOfTheField()
    {
        using var admin = await fixture.Host.ScriptAsync(PortalRole.Admin);
        await admin.PostAsync("/api/v1/users", new { name = "twice", role = "Viewer" }, HttpStatusCode.Created);

        var problem = await admin.PostAsync("/api/v1/users", new { name = "TWICE", role = "Viewer" }, HttpStatusCode.Conflict);

        Assert.Equal("name", problem.Text("field"));
    }

    [Fact]
    [Trait("Attack", "10")]
    public async Task LastAdmin_DisabledOrDemoted_IsRefused()
    {
        using var admin = await fixture.Host.ScriptAsync(PortalRole.Admin);
        var listed = await admin.GetAsync("/api/v1/users?take=200", HttpStatusCode.OK);
        var me = (await admin.GetAsync("/api/v1/me", HttpStatusCode.OK)).Text("id");
        foreach (var other in listed.GetProperty("items").EnumerateArray().Where(user => user.Text("role") == "Admin" && user.Text("id") != me))
        {
            await admin.PostAsync($"/api/v1/users/{other.Text("id")}/disable", new { }, HttpStatusCode.OK);
        }

        using var demoted = await admin.PutAsJsonAsync($"/api/v1/users/{me}/role", new { role = "Viewer" }, Stop);

        await demoted.ReadAsync(HttpStatusCode.Conflict);
        await admin.GetAsync("/api/v1/users", HttpStatusCode.OK);
        foreach (var other in listed.GetProperty("items").EnumerateArray().Where(user => user.Text("name") == "admin"))
        {
            await admin.PostAsync($"/api/v1/users/{other.Text("id")}/enable", new { }, HttpStatusCode.OK);
        }
    }

    [Fact]
    [Trait("Attack", "12")]
    public async Task Password_Reset_EndsTheSession()
    {
        var user = await fixture.Host.CreateUserAsync(PortalRole.Viewer, "forgetful");
        using var admin = await fixture.Host.ScriptAsync(PortalRole.Admin);

        var reset = await admin.PostAsync($"/api/v1/users/{user.Id}/reset-password", new { }, HttpStatusCode.OK);

        using var again = await fixture.Host.SignInAsync(user.Name, reset.Text("password"));
        using var old = fixture.Host.Browser();
        using var refused = await PortalHost.PostSignInAsync(old, user.Name, PortalHost.AdminPassword);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
    }
}

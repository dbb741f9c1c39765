using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Access.Sessions;
using Portal.Core.Data;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.Sessions;

public sealed class SessionTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalHost Host => fixture.Host;

    [Fact]
    public async Task List_SaysWhichIsThisOne_AndWhenEachWasSeen()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer);
        using var first = await Host.SignInAsync(user.Name);
        using var second = await Host.SignInAsync(user.Name);
        await second.GetAsync("/api/v1/me", HttpStatusCode.OK);
        await Host.Services.GetRequiredService<SessionUse>().FlushAsync(Stop);

        var mine = Items(await second.GetAsync("/api/v1/me/sessions", HttpStatusCode.OK));

        Assert.Equal([true, false], mine.Select(session => session.GetProperty("isCurrent").GetBoolean()));
        Assert.NotNull(mine[0].Text("lastSeenAt"));
        Assert.Contains(mine[0].Text("address"), new[] { "127.0.0.1", "::ffff:127.0.0.1" });
    }

    [Fact]
    public async Task Ended_IsSignedOutAtOnce_ByOneself_AndRecorded()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer);
        using var lost = await Host.SignInAsync(user.Name);
        var id = Items(await lost.GetAsync("/api/v1/me/sessions", HttpStatusCode.OK))[0].Text("id");
        using var script = await Host.ScriptOfAsync(user.Name);

        using (var ended = await script.DeleteAsync($"/api/v1/sessions/{id}", Stop))
        {
            Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        }

        await lost.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        var entry = await db.AuditEntries.SingleAsync(entry => entry.Kind == "user_sessions" && entry.ObjectId == id, Stop);
        Assert.Equal((user.Name, user.Name, nameof(Permission.ManageOwnSessions)), (entry.ActorName, entry.ObjectName, entry.Permission));
    }

    [Fact]
    public async Task SessionOfSomebodyElse_DoesNotExist_ButAnAdminEndsThemAll()
    {
        var user = await Host.CreateUserAsync(PortalRole.Operator);
        using var browser = await Host.SignInAsync(user.Name);
        var id = Items(await browser.GetAsync("/api/v1/me/sessions", HttpStatusCode.OK))[0].Text("id");
        using var other = await Host.ScriptAsync(PortalRole.Operator);
        using (var refused = await other.DeleteAsync($"/api/v1/sessions/{id}", Stop))
        {
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        await browser.GetAsync("/api/v1/me", HttpStatusCode.OK);
        using var admin = await Host.ScriptAsync(PortalRole.Admin);
        using (var ended = await admin.DeleteAsync($"/api/v1/users/{user.Id}/sessions", Stop))
        {
            Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        }

        await browser.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Others_End_ThisOneStays()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer);
        using var here = await Host.SignInAsync(user.Name);
        using var there = await Host.SignInAsync(user.Name);
        var antiforgery = await here.GetAsync("/api/v1/me/antiforgery", HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/me/sessions");
        request.Headers.Add(antiforgery.Text("headerName")!, antiforgery.Text("token"));

        using var answer = await here.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await here.GetAsync("/api/v1/me", HttpStatusCode.OK);
        await there.GetAsync("/api/v1/me", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SignIn_OverASession_BeginsANewOne_AndEndsTheOld()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer);
        using var browser = await Host.SignInAsync(user.Name);
        var before = Items(await browser.GetAsync("/api/v1/me/sessions", HttpStatusCode.OK))[0].Text("id");

        using var again = await PortalHost.PostSignInAsync(browser, user.Name, PortalHost.AdminPassword);

        var after = Assert.Single(Items(await browser.GetAsync("/api/v1/me/sessions", HttpStatusCode.OK)));
        Assert.NotEqual(before, after.Text("id"));
    }

    [Fact]
    public async Task EndOfASession_IsToldToOpenCircuits()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer);
        using var browser = await Host.SignInAsync(user.Name);
        var changes = Host.Services.GetRequiredService<ActorChanges>();
        using var heard = Host.Services.GetRequiredService<Portal.Core.Events.EventStream>().Subscribe([Portal.Core.Events.Topics.Access], user.Id);
        var before = changes.Count;

        await Host.Services.GetRequiredService<ISessions>().EndAllAsync(user.Id, Actor.Portal, Stop);

        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop));
        Assert.True(changes.Count > before);
    }

    private static JsonElement[] Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];
}

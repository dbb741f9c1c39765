using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.ServiceAccounts;

public sealed class ServiceAccountTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalHost Host => fixture.Host;

    [Fact]
    public async Task Token_ThatIsReadOnly_ReadsAndChangesNothing_WhateverItsOwnerMay()
    {
        using var reader = await ScopedAsync("ReadOnly");

        await reader.GetAsync("/api/v1/fleets", HttpStatusCode.OK);
        await reader.GetAsync("/api/v1/users", HttpStatusCode.Forbidden);
        await reader.PostAsync("/api/v1/fleets", new { name = "forged" }, HttpStatusCode.Forbidden);
        await reader.PostAsync("/api/v1/tokens", new { name = "whole", daysValid = 1 }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Token_ThatMakesTokens_MakesNoneThatMayMore()
    {
        using var maker = await ScopedAsync("ManageOwnTokens", "ViewFleets");

        Assert.Equal("scopes", (await maker.PostAsync("/api/v1/tokens", new { name = "whole", daysValid = 1 }, HttpStatusCode.UnprocessableEntity)).Text("field"));
        await maker.PostAsync("/api/v1/tokens", new { name = "less", daysValid = 1, scopes = new[] { "ViewFleets" } }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task ServiceAccount_ActsByItsToken_AndSignsInByNoPassword()
    {
        using var admin = await Host.ScriptAsync(PortalRole.Admin);
        var account = await admin.PostAsync("/api/v1/service-accounts", new { name = "nightly", role = "Operator" }, HttpStatusCode.Created);
        var created = await admin.PostAsync($"/api/v1/service-accounts/{account.Text("id")}/tokens", new { name = "cron", daysValid = 30 }, HttpStatusCode.Created);
        using var script = Host.Script(created.Text("token"));

        Assert.Equal("nightly", (await script.GetAsync("/api/v1/me", HttpStatusCode.OK)).Text("name"));
        await script.PostAsync("/api/v1/fleets", new { name = "by-automation" }, HttpStatusCode.Created);
        await admin.PostAsync($"/api/v1/users/{account.Text("id")}/reset-password", new { }, HttpStatusCode.Conflict);
        using var browser = Host.Browser();
        using var refused = await PortalHost.PostSignInAsync(browser, "nightly", PortalHost.AdminPassword);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        var listed = await admin.GetAsync("/api/v1/users?search=nightly", HttpStatusCode.OK);
        Assert.True(listed.GetProperty("items")[0].GetProperty("isService").GetBoolean());
    }

    [Fact]
    public async Task OwnerOfATeam_ManagesServiceAccountsOfTheTeam_WhichHoldNothingElsewhere()
    {
        var teams = Host.Services.GetRequiredService<ITeams>();
        var own = await teams.CreateAsync(new TeamRequest("payments", "payments", ""), Actor.Portal, Stop);
        var other = await teams.CreateAsync(new TeamRequest("billing", "billing", ""), Actor.Portal, Stop);
        using var owner = await Host.ScriptAsync(null, "payments-owner");
        await teams.AddMemberAsync(own.Id, new MemberRequest("payments-owner", TeamRole.Owner), Actor.Portal, Stop);

        var account = await owner.PostAsync("/api/v1/service-accounts", new { name = "payments-ci", teamId = own.Id, teamRole = "Developer" }, HttpStatusCode.Created);
        await owner.PostAsync($"/api/v1/service-accounts/{account.Text("id")}/tokens", new { name = "ci", daysValid = 30 }, HttpStatusCode.Created);

        await owner.PostAsync("/api/v1/service-accounts", new { name = "whole", role = "Admin" }, HttpStatusCode.Forbidden);
        await owner.PostAsync("/api/v1/service-accounts", new { name = "foreign", teamId = other.Id, teamRole = "Viewer" }, HttpStatusCode.Forbidden);
        await owner.PostAsync("/api/v1/service-accounts", new { name = "both", role = "Admin", teamId = own.Id, teamRole = "Viewer" }, HttpStatusCode.UnprocessableEntity);
        using var stranger = await Host.ScriptAsync(PortalRole.Operator);
        await stranger.GetAsync($"/api/v1/service-accounts/{account.Text("id")}/tokens", HttpStatusCode.Forbidden);
        using var admin = await Host.ScriptAsync(PortalRole.Admin);
        await admin.PostAsync($"/api/v1/teams/{other.Id}/members", new { name = "payments-ci", role = "Viewer" }, HttpStatusCode.Conflict);
    }

    /// <summary>A script with a token of an admin that is cut to these scopes.</summary>
    private async Task<HttpClient> ScopedAsync(params string[] scopes)
    {
        var account = await Host.CreateUserAsync(PortalRole.Admin);
        var actor = new Actor(account.Id, account.Name, new HashSet<PortalRole> { PortalRole.Admin });
        var created = await Host.Services.GetRequiredService<IApiTokens>().CreateAsync(new ApiTokenRequest("cut", 7, scopes), actor, Stop);
        return Host.Script(created.Token);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Teams;

public sealed class TeamTests(TwoTeams teams) : IClassFixture<TwoTeams>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Team_Life_CreateChangeDelete()
    {
        using var admin = await teams.Host.ScriptAsync(PortalRole.Admin);
        using var created = await admin.PostAsJsonAsync("/api/v1/teams", new { name = "Data science", slug = "data-science" }, Stop);
        var team = await created.ReadAsync(HttpStatusCode.Created);
        var path = created.Headers.Location!.OriginalString;
        var taken = await admin.PostAsync("/api/v1/teams", new { name = "Another", slug = "data-science" }, HttpStatusCode.Conflict);
        Assert.Equal("slug", taken.Text("field"));

        using var change = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(new { name = "Data", slug = "data", description = "Models" }) };
        change.Headers.TryAddWithoutValidation("If-Match", created.Headers.ETag!.Tag);
        using var changed = await admin.SendAsync(change, Stop);
        Assert.Equal("Models", (await changed.ReadAsync(HttpStatusCode.OK)).Text("description"));
        Assert.Equal("Data", (await admin.GetAsync("/api/v1/teams?search=MODEL", HttpStatusCode.OK)).GetProperty("items")[0].Text("name"));

        using var deleted = await admin.DeleteAsync(path, Stop);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await admin.GetAsync(path, HttpStatusCode.NotFound);
        Assert.NotEmpty(team.Text("id"));
    }

    [Fact]
    public async Task Delete_OfATeamThatOwnsSomething_IsAConflict()
    {
        using var admin = await teams.Host.ScriptAsync(PortalRole.Admin);

        using var owning = await admin.DeleteAsync($"/api/v1/teams/{teams.Own.Team.Id}", Stop);
        using var platform = await admin.DeleteAsync($"/api/v1/teams/{Team.PlatformId}", Stop);

        Assert.Contains("fleets", (await owning.ReadAsync(HttpStatusCode.Conflict)).Text("detail"));
        await platform.ReadAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    [Trait("Attack", "10")]
    public async Task Members_AreManagedByAnOwner_AndTheLastOwnerStays()
    {
        using var admin = await teams.Host.ScriptAsync(PortalRole.Admin);
        var team = (await admin.PostAsync("/api/v1/teams", new { name = "guarded", slug = "guarded" }, HttpStatusCode.Created)).Text("id");
        var (script, ownerId) = await teams.MemberAsync(TeamRole.Owner, Guid.Parse(team));
        using var owner = script;
        var account = await teams.Host.CreateUserAsync(null);
        var members = $"/api/v1/teams/{team}/members";

        var added = await owner.PostAsync(members, new { name = account.Name.ToUpperInvariant(), role = "Developer" }, HttpStatusCode.OK);
        await owner.PostAsync(members, new { name = account.Name, role = "Viewer" }, HttpStatusCode.Conflict);
        Assert.Equal("name", (await owner.PostAsync(members, new { name = "nobody-at-all", role = "Viewer" }, HttpStatusCode.UnprocessableEntity)).Text("field"));
        using var demoted = await owner.PutAsJsonAsync($"{members}/{ownerId}", new { role = "Viewer" }, Stop);
        using var left = await owner.DeleteAsync($"{members}/{ownerId}", Stop);
        Assert.Contains("last owner", (await demoted.ReadAsync(HttpStatusCode.Conflict)).Text("detail"));
        await left.ReadAsync(HttpStatusCode.Conflict);

        using var promoted = await owner.PutAsJsonAsync($"{members}/{added.Text("userId")}", new { role = "Owner" }, Stop);
        using var leaves = await owner.DeleteAsync($"{members}/{ownerId}", Stop);
        Assert.Equal("Owner", (await promoted.ReadAsync(HttpStatusCode.OK)).Text("role"));
        Assert.Equal(HttpStatusCode.NoContent, leaves.StatusCode);
        await owner.GetAsync($"/api/v1/teams/{team}", HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData(TeamRole.Viewer, false)]
    [InlineData(TeamRole.Developer, false)]
    [InlineData(TeamRole.Operator, true)]
    [InlineData(TeamRole.Owner, true)]
    public async Task Member_SeesWhatTheTeamOwns_AndActsByTheRole(TeamRole role, bool acts)
    {
        var (script, _) = await teams.MemberAsync(role, teams.Own.Team.Id);
        using var member = script;
        var own = teams.Own;

        Assert.Equal([own.Fleet.ToString()], Ids(await member.GetAsync("/api/v1/fleets", HttpStatusCode.OK)));
        Assert.Equal([own.Cluster.ToString()], Ids(await member.GetAsync("/api/v1/clusters", HttpStatusCode.OK)));
        Assert.Equal([own.Team.Id.ToString()], Ids(await member.GetAsync("/api/v1/teams", HttpStatusCode.OK)));
        Assert.Contains(own.Operation.ToString(), Ids(await member.GetAsync("/api/v1/operations", HttpStatusCode.OK)));
        await member.GetAsync($"/api/v1/clusters/by-name/{own.ClusterName}", HttpStatusCode.OK);
        await member.GetAsync($"/api/v1/operations/{own.Operation}/log", HttpStatusCode.OK);
        Assert.Equal(1, (await member.GetAsync("/api/v1/estate", HttpStatusCode.OK)).GetProperty("clusters").GetInt32());
        Assert.Equal(own.Fleet.ToString(), Assert.Single((await member.GetAsync("/api/v1/clusters/facets", HttpStatusCode.OK)).GetProperty("fleets").EnumerateObject()).Name);

        var operation = await teams.OperateAsync(new OperationPlan(OperationKinds.InstallComponent, own.Cluster, own.ClusterName, own.Fleet, [], TimeSpan.FromMinutes(1)));
        await member.PostAsync($"/api/v1/operations/{operation}/cancel", new { }, acts ? HttpStatusCode.Accepted : HttpStatusCode.Forbidden);
        var name = $"{role}-made".ToLowerInvariant();
        var made = await member.PostAsync("/api/v1/fleets", new { name, teamId = own.Team.Id }, acts ? HttpStatusCode.Created : HttpStatusCode.Forbidden);
        if (acts)
        {
            using var deleted = await member.DeleteAsync($"/api/v1/fleets/{made.Text("id")}", Stop);
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }
    }

    [Fact]
    [Trait("Attack", "10")]
    public async Task Operator_CanGiveNothingAway()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Operator, teams.Own.Team.Id);
        using var member = script;
        var fleet = $"/api/v1/fleets/{teams.Own.Fleet}";
        using var read = await member.GetAsync(fleet, Stop);

        await member.PostAsync("/api/v1/fleets", new { name = "planted", teamId = teams.Foreign.Team.Id }, HttpStatusCode.Forbidden);
        await member.PostAsync("/api/v1/fleets", new { name = "planted" }, HttpStatusCode.Forbidden);
        using var change = new HttpRequestMessage(HttpMethod.Put, fleet) { Content = JsonContent.Create(new { name = teams.Own.FleetName, teamId = teams.Foreign.Team.Id }) };
        change.Headers.TryAddWithoutValidation("If-Match", read.Headers.ETag!.Tag);
        using var changed = await member.SendAsync(change, Stop);

        Assert.Equal(HttpStatusCode.Forbidden, changed.StatusCode);
        await member.GetAsync(fleet, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Leave_OfAnOwnCluster_IsStarted()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Operator, teams.Own.Team.Id);
        using var member = script;

        var started = await member.PostAsync($"/api/v1/clusters/{teams.Own.Cluster}/leave", new { }, HttpStatusCode.Accepted);

        var operation = await member.GetAsync($"/api/v1/operations/{started.Text("operationId")}", HttpStatusCode.OK);
        Assert.Equal(teams.Own.ClusterName, operation.GetProperty("summary").Text("targetName"));
        await member.PostAsync($"/api/v1/operations/{started.Text("operationId")}/cancel", new { }, HttpStatusCode.Accepted);
    }

    [Fact]
    [Trait("Attack", "11")]
    public async Task RemovedMember_LosesAccessAtOnce_AndEveryProcessHears()
    {
        var (script, userId) = await teams.MemberAsync(TeamRole.Operator, teams.Own.Team.Id);
        using var member = script;
        await member.GetAsync($"/api/v1/fleets/{teams.Own.Fleet}", HttpStatusCode.OK);
        using var heard = teams.Host.Services.GetRequiredService<EventStream>().Subscribe([Topics.Access], userId);
        var changes = teams.Host.Services.GetRequiredService<ActorChanges>();
        var before = changes.Count;

        await teams.Host.Services.GetRequiredService<ITeams>().RemoveMemberAsync(teams.Own.Team.Id, userId, Actor.Portal, Stop);

        await member.GetAsync($"/api/v1/fleets/{teams.Own.Fleet}", HttpStatusCode.Forbidden);
        Assert.True(await heard.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Stop));
        Assert.True(changes.Count > before);
    }

    [Fact]
    public async Task Me_SaysTheRolesInTeams()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Developer, teams.Own.Team.Id);
        using var member = script;

        var me = await member.GetAsync("/api/v1/me", HttpStatusCode.OK);

        Assert.Empty(me.GetProperty("roles").EnumerateArray());
        Assert.Equal("Developer", me.GetProperty("teams")[0].Text("role"));
    }

    private static IEnumerable<string> Ids(JsonElement page) =>
        page.GetProperty("items").EnumerateArray().Select(item => item.Text("id"));
}

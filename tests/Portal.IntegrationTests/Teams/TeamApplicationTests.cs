using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Teams;

/// <summary>A developer ships applications to the clusters that the own team owns, and to no others.</summary>
public sealed class TeamApplicationTests(TwoTeams teams) : IClassFixture<TwoTeams>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Developer_CreatesPreviewsDeliversAndAborts()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Developer, teams.Own.Team.Id);
        using var developer = script;
        var id = await CreateAsync(developer, "till");

        var listed = await developer.GetAsync("/api/v1/applications?search=till", HttpStatusCode.OK);
        var preview = await developer.PostAsync("/api/v1/applications/preview", new { applicationId = id }, HttpStatusCode.Created);
        var delivery = (await developer.PostAsync($"/api/v1/applications/{id}/deliver", new { }, HttpStatusCode.Accepted)).Text("operationId");

        Assert.Equal(id, Assert.Single(listed.GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Contains(teams.Own.ClusterName, preview.GetProperty("placement").GetRawText());
        Assert.Equal("Delivering", (await developer.GetAsync($"/api/v1/applications/{id}", HttpStatusCode.OK)).GetProperty("summary").Text("state"));
        await developer.PostAsync($"/api/v1/rollouts/{delivery}/pause", new { }, HttpStatusCode.Accepted);
        await developer.PostAsync($"/api/v1/rollouts/{delivery}/abort", new { }, HttpStatusCode.Accepted);
        Assert.NotNull((await developer.GetAsync($"/api/v1/rollouts/{delivery}", HttpStatusCode.OK)).GetProperty("abortedBy").GetString());
    }

    [Fact]
    public async Task Viewer_ReadsAndChangesNothing()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Viewer, teams.Own.Team.Id);
        using var viewer = script;

        var seen = await viewer.GetAsync($"/api/v1/applications/{teams.Own.Application}", HttpStatusCode.OK);
        await viewer.PostAsync("/api/v1/applications", Request("viewers", teams.Own.Fleet), HttpStatusCode.Forbidden);
        await viewer.PostAsync($"/api/v1/applications/{teams.Own.Application}/deliver", new { }, HttpStatusCode.Forbidden);
        await viewer.GetAsync($"/api/v1/applications/{teams.Own.Application}/revisions/1", HttpStatusCode.Forbidden);

        Assert.Equal("payments-shop", seen.GetProperty("summary").Text("name"));
    }

    [Fact]
    [Trait("Attack", "8")]
    public async Task AnotherTeamsFleetAndCluster_DoNotExist()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Owner, teams.Own.Team.Id);
        using var owner = script;

        var create = await owner.PostAsync("/api/v1/applications", Request("intruder", teams.Foreign.Fleet), HttpStatusCode.UnprocessableEntity);
        var preview = await owner.PostAsync("/api/v1/applications/preview", new { fleetId = teams.Foreign.Fleet, content = new { source = Manifest } }, HttpStatusCode.UnprocessableEntity);
        var karmada = await owner.PostAsync(
            "/api/v1/applications", new { name = "intruder", fleetId = teams.Own.Fleet, controlPlaneId = teams.Foreign.Cluster, content = new { source = Manifest } }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["fleetId", "fleetId", "controlPlaneId"], [create.Text("field"), preview.Text("field"), karmada.Text("field")]);
        using var admin = await teams.Host.ScriptAsync(PortalRole.Admin);
        var theirs = (await admin.PostAsync("/api/v1/applications/preview", new { fleetId = teams.Foreign.Fleet, content = new { source = Manifest } }, HttpStatusCode.Created)).Text("id");
        await owner.GetAsync($"/api/v1/application-previews/{theirs}", HttpStatusCode.NotFound);
        await owner.GetAsync($"/api/v1/application-previews/{theirs}/objects", HttpStatusCode.NotFound);
        Assert.Empty((await admin.GetAsync("/api/v1/applications?search=intruder", HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Application_WhoseClusterWentToAnotherTeam_IsNotLeftBehindThere()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Developer, teams.Own.Team.Id);
        using var developer = script;
        var id = Guid.Parse(await CreateAsync(developer, "strayed"));
        await using (var db = await teams.Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop))
        {
            db.ApplicationClusters.Add(new ApplicationCluster { ApplicationId = id, ClusterId = teams.Foreign.Cluster, Revision = 1, State = ClusterDelivery.Delivered });
            await db.SaveChangesAsync(Stop);
        }

        var seen = await developer.GetAsync($"/api/v1/applications/{id}", HttpStatusCode.OK);
        using var removed = await developer.DeleteAsync($"/api/v1/applications/{id}?confirm=strayed", Stop);

        Assert.DoesNotContain(teams.Foreign.ClusterName, seen.GetRawText());
        Assert.Contains("gone to another team", (await removed.ReadAsync(HttpStatusCode.Conflict)).Text("detail"));
    }

    private const string Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: default }\ndata: { colour: blue }\n";

    private static object Request(string name, Guid fleet) => new { name, fleetId = fleet, content = new { source = Manifest } };

    private async Task<string> CreateAsync(HttpClient developer, string name) =>
        (await developer.PostAsync("/api/v1/applications", Request(name, teams.Own.Fleet), HttpStatusCode.Created)).GetProperty("summary").Text("id");
}

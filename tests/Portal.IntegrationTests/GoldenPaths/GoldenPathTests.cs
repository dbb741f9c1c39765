using System.Net;
using System.Net.Http.Json;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Teams;

namespace Portal.IntegrationTests.GoldenPaths;

/// <summary>A platform team publishes a template; a developer makes an application of the own team from it.</summary>
public sealed class GoldenPathTests(TwoTeams teams) : IClassFixture<TwoTeams>
{
    private const string Schema = """{"type":"object","required":["colour"],"properties":{"colour":{"type":"string","examples":["blue"],"maxLength":9},"copies":{"type":"integer","default":2,"minimum":1}}}""";

    private const string Template = """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: "${application}", namespace: default, labels: { "fleet": "${fleet}" } }
        data: { colour: "${colour}", copies: "of-${copies}" }
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Path_IsWrittenPublishedUsedAndRetired()
    {
        using var platform = await teams.Host.ScriptAsync(PortalRole.Operator);
        var (script, _) = await teams.MemberAsync(TeamRole.Developer, teams.Own.Team.Id);
        using var developer = script;
        await platform.PostAsync("/api/v1/golden-paths", Path("colours"), HttpStatusCode.Created);
        await developer.GetAsync("/api/v1/golden-paths/colours", HttpStatusCode.NotFound);
        await StateAsync(platform, "colours", "Published", HttpStatusCode.OK);

        var listed = await developer.GetAsync("/api/v1/golden-paths", HttpStatusCode.OK);
        var use = new { application = "painted", fleetId = teams.Own.Fleet, values = "colour: red" };
        var source = (await developer.PostAsync("/api/v1/golden-paths/colours/render", use, HttpStatusCode.OK)).Text("source");
        var made = (await developer.PostAsync("/api/v1/golden-paths/colours/applications", use, HttpStatusCode.Created)).GetProperty("summary").Text("id");

        Assert.Contains("colours", listed.GetProperty("items").EnumerateArray().Select(path => path.Text("name")));
        Assert.Contains($"fleet: {teams.Own.FleetName}", source, StringComparison.Ordinal);
        Assert.Contains("copies: of-2", source, StringComparison.Ordinal);
        Assert.Equal(source, (await developer.GetAsync($"/api/v1/applications/{made}/revisions/1", HttpStatusCode.OK)).Text("source"));
        using var refused = await platform.DeleteAsync("/api/v1/golden-paths/colours", Stop);
        await refused.ReadAsync(HttpStatusCode.Conflict);
        await StateAsync(platform, "colours", "Retired", HttpStatusCode.OK);
        await developer.PostAsync("/api/v1/golden-paths/colours/applications", use, HttpStatusCode.NotFound);
        await developer.GetAsync($"/api/v1/applications/{made}", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Use_ThatTheSchemaOrTheTeamDoesNotAllow_NamesTheField_AndMakesNothing()
    {
        using var platform = await teams.Host.ScriptAsync(PortalRole.Operator);
        var (script, _) = await teams.MemberAsync(TeamRole.Developer, teams.Own.Team.Id);
        using var developer = script;
        await platform.PostAsync("/api/v1/golden-paths", Path("strict"), HttpStatusCode.Created);
        await StateAsync(platform, "strict", "Published", HttpStatusCode.OK);

        async Task RefusedAsync(string values, Guid fleet, string field, string words)
        {
            var problem = await developer.PostAsync(
                "/api/v1/golden-paths/strict/applications", new { application = "nothing", fleetId = fleet, values }, HttpStatusCode.UnprocessableEntity);
            Assert.Equal(field, problem.Text("field"));
            Assert.Contains(words, problem.Text("detail"), StringComparison.Ordinal);
        }

        await RefusedAsync("copies: 3", teams.Own.Fleet, "values", "colour");
        await RefusedAsync("colour: red\ncopies: 0", teams.Own.Fleet, "values", "/copies");
        await RefusedAsync("colour: red\nrole: admin", teams.Own.Fleet, "values", "/role: the field is not known");
        await RefusedAsync("colour: [", teams.Own.Fleet, "values", "cannot be read");
        await RefusedAsync("colour: red", teams.Foreign.Fleet, "fleetId", "does not exist");
        await developer.PostAsync("/api/v1/golden-paths", Path("own"), HttpStatusCode.Forbidden);
        Assert.Empty((await platform.GetAsync("/api/v1/applications?search=nothing", HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
    }

    [Theory]
    [InlineData("type: string", Template, "schema")]
    [InlineData("{ type: object, properties: { colour: { type: string }, copies: { type: integer, default: 1 } } }", Template, "schema")]
    [InlineData(Schema, "kind: ConfigMap\nmetadata: { name: \"${colour}\" }", "template")]
    [InlineData(Schema, "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: \"${unknown}\" }", "template")]
    [InlineData(Schema, "a: [", "template")]
    public async Task Path_ThatMakesNoApplication_IsRefused(string schema, string template, string field)
    {
        using var platform = await teams.Host.ScriptAsync(PortalRole.Operator);

        var problem = await platform.PostAsync("/api/v1/golden-paths", new { name = "broken", title = "Broken", schema, template }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(field, problem.Text("field"));
        await platform.GetAsync("/api/v1/golden-paths/broken", HttpStatusCode.NotFound);
    }

    private static object Path(string name) => new { name, title = "Colours", schema = Schema, template = Template };

    private static async Task StateAsync(HttpClient platform, string name, string state, HttpStatusCode expected)
    {
        using var answer = await platform.PutAsJsonAsync($"/api/v1/golden-paths/{name}/state", new { state }, Stop);
        await answer.ReadAsync(expected);
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Portal.Core.Access;
using Portal.IntegrationTests.Api;

namespace Portal.IntegrationTests.Teams;

/// <summary>An owner of one team is a stranger to the other: whatever endpoint there is, what the other owns does not exist.</summary>
public sealed class StrangerTests(TwoTeams teams) : IClassFixture<TwoTeams>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Bodies that would take effect, where one does: an empty one is refused before anything is looked for.
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["PUT /api/v1/fleets/{id:guid}"] = """{"name":"stolen"}""",
        ["PUT /api/v1/teams/{id:guid}"] = """{"name":"stolen","slug":"stolen"}""",
        ["PUT /api/v1/onboarding/requests/{id:guid}"] =
            """{"request":{"teamId":"01900000-0000-7000-8000-000000000001","name":"stolen","fleetId":"01900000-0000-7000-8000-000000000001","kubernetesVersion":"1.34","nodes":1},"contentHash":""}""",
        ["PUT /api/v1/namespaces/{id:guid}"] =
            """{"teamId":"01900000-0000-7000-8000-000000000001","fleetId":"01900000-0000-7000-8000-000000000001","name":"stolen","spec":{}}""",
        ["POST /api/v1/teams/{id:guid}/members"] = """{"name":"payments-owner","role":"Owner"}""",
        ["PUT /api/v1/teams/{id:guid}/members/{userId:guid}"] = """{"role":"Viewer"}""",
    };

    [Fact]
    [Trait("Attack", "6")]
    [Trait("Attack", "23")]
    public async Task EveryEndpoint_OfForeignThings_AnswersAsForThoseThatDoNotExist()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Owner, teams.Own.Team.Id);
        using var stranger = script;
        using var admin = await teams.Host.ScriptAsync(PortalRole.Admin);
        var before = await SeenByAdminAsync(admin);
        var wrong = new List<string>();
        foreach (var endpoint in ApiEndpoints.OfApi(teams.Host).Where(endpoint => ApiEndpoints.Pattern(endpoint).Contains('{', StringComparison.Ordinal)))
        {
            using var foreign = await stranger.SendAsync(Request(endpoint, isForeign: true), HttpCompletionOption.ResponseHeadersRead, Stop);
            using var nothing = await stranger.SendAsync(Request(endpoint, isForeign: false), HttpCompletionOption.ResponseHeadersRead, Stop);
            if (foreign.StatusCode != nothing.StatusCode || (int)foreign.StatusCode is < 400 or >= 500 || await WordsAsync(foreign) != await WordsAsync(nothing))
            {
                wrong.Add($"{Name(endpoint)}: {foreign.StatusCode} {await WordsAsync(foreign)} / {nothing.StatusCode} {await WordsAsync(nothing)}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, await SeenByAdminAsync(admin));
    }

    [Fact]
    [Trait("Attack", "27")]
    public async Task EveryList_HoldsNothingOfTheForeign()
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Owner, teams.Own.Team.Id);
        using var stranger = script;
        var foreign = teams.Foreign;
        string[] marks = [foreign.Team.Name, foreign.ClusterName, .. new[] { foreign.Team.Id, foreign.Fleet, foreign.Cluster, foreign.Operation, foreign.Application, foreign.Owner, foreign.Request, foreign.Policy, foreign.Namespace, foreign.NamespacePolicy }.Select(id => id.ToString())];
        string[] queries = ["", $"?fleet={foreign.Fleet}&fleetId={foreign.Fleet}&clusterId={foreign.Cluster}", $"?search={foreign.Team.Name}"];
        foreach (var endpoint in ApiEndpoints.OfApi(teams.Host).Where(endpoint => ApiEndpoints.Method(endpoint) == "GET" && !ApiEndpoints.Pattern(endpoint).Contains('{', StringComparison.Ordinal)))
        {
            foreach (var query in queries)
            {
                using var answer = await stranger.GetAsync(ApiEndpoints.Pattern(endpoint) + query, Stop);
                var body = await answer.Content.ReadAsStringAsync(Stop);

                Assert.True((int)answer.StatusCode is 200 or 403 or 422 or 400, $"{Name(endpoint)} answered {answer.StatusCode}");
                Assert.DoesNotContain(marks, mark => body.Contains(mark, StringComparison.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("query?query=up")]
    [InlineData("label/cluster/values")]
    [InlineData("series?match[]=up")]
    [InlineData("alerts")]
    [Trait("Attack", "29")]
    public async Task Metrics_AreThoseOfTheOwnClusters(string path)
    {
        var (script, _) = await teams.MemberAsync(TeamRole.Viewer, teams.Own.Team.Id);
        using var stranger = script;

        using var answer = await stranger.GetAsync($"/prom/api/v1/{path}", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(teams.Foreign.ClusterName, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static string Name(RouteEndpoint endpoint) => $"{ApiEndpoints.Method(endpoint)} {ApiEndpoints.Pattern(endpoint)}";

    private HttpRequestMessage Request(RouteEndpoint endpoint, bool isForeign)
    {
        var request = ApiEndpoints.Request(endpoint, Bodies.GetValueOrDefault(Name(endpoint), "{}"));
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        if (isForeign)
        {
            var pattern = ApiEndpoints.Pattern(endpoint);
            var foreign = teams.Foreign;
            var id = pattern.Split('/')[3] switch
            {
                "fleets" => foreign.Fleet,
                "clusters" => foreign.Cluster,
                "operations" or "rollouts" => foreign.Operation,
                "applications" => foreign.Application,
                "teams" => foreign.Team.Id,
                "users" => foreign.Owner,
                "onboarding" => pattern.Contains("/policies/", StringComparison.Ordinal) ? foreign.Policy : foreign.Request,
                "namespaces" => foreign.Namespace,
                "namespace-policies" => foreign.NamespacePolicy,
                _ => Guid.CreateVersion7(),
            };
            var address = request.RequestUri!.OriginalString.Split('/');
            var parts = pattern.Split('/');
            for (var part = 0; part < parts.Length; part++)
            {
                address[part] = parts[part] switch
                {
                    "{id:guid}" => id.ToString(),
                    "{clusterId:guid}" => foreign.Cluster.ToString(),
                    "{fleetId:guid}" => foreign.Fleet.ToString(),
                    "{userId:guid}" => foreign.Owner.ToString(),
                    "{name}" when parts[3] == "clusters" => foreign.ClusterName,
                    _ => address[part],
                };
            }

            request.RequestUri = new Uri(string.Join('/', address), UriKind.Relative);
        }

        return request;
    }

    /// <summary>What is said, without what differs from request to request.</summary>
    private static async Task<string> WordsAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync(Stop);
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return body;
        }

        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove("reference");
        problem.Remove("instance");
        return problem.ToJsonString();
    }

    private async Task<string> SeenByAdminAsync(HttpClient admin)
    {
        var foreign = teams.Foreign;
        string[] paths = [$"teams/{foreign.Team.Id}", $"fleets/{foreign.Fleet}", $"clusters/{foreign.Cluster}", $"operations/{foreign.Operation}", $"applications/{foreign.Application}", $"onboarding/requests/{foreign.Request}", $"onboarding/policies/{foreign.Policy}", $"namespaces/{foreign.Namespace}", $"namespace-policies/{foreign.NamespacePolicy}"];
        var seen = new List<string>();
        foreach (var path in paths)
        {
            seen.Add(JsonSerializer.Serialize(await admin.GetAsync($"/api/v1/{path}", HttpStatusCode.OK)));
        }

        return string.Join('\n', seen);
    }
}

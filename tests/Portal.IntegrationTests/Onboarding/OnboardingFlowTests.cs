using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Portal.Core.Components.Profiles;
using Portal.Core.Events;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Clusters;
using Portal.IntegrationTests.Components;
using Portal.Testing.Kubernetes;

namespace Portal.IntegrationTests.Onboarding;

/// <summary>From the first wish to the handed-over cluster, with the command as people run it and the real helm.</summary>
public sealed class OnboardingFlowTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private const string Requests = "/api/v1/onboarding/requests";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Developer_AsksChangesAndJoins_AnApproverApproves_AndTheClusterIsHandedOver()
    {
        using var team = await AskingTeam.CreateAsync(estate.Portal, Token);
        await estate.Get<IProfiles>().SaveAsync(new ProfileContent("team-base", "Base", "", [new ProfileComponent("volcano", ">=1.14.0")]), null, Estate.Operator, Token);
        await team.SetPolicyAsync(new { teamId = team.TeamId, regions = new[] { "eu-west-1" }, versions = ">=1.33.0", maxNodes = 3, quota = 1, profile = "team-base" });
        estate.Sim.AddCluster("pay-one");

        var refused = await team.Developer.PostAsync(Requests, team.Ask("pay-one", region: "mars"), HttpStatusCode.Created);
        var path = $"{Requests}/{refused.GetProperty("summary").GetProperty("id").GetGuid()}";
        using var change = await team.Developer.PutAsJsonAsync(path, new { request = team.Ask("pay-one"), contentHash = refused.Text("contentHash") }, Token);
        var waiting = await change.ReadAsync(HttpStatusCode.OK);
        await team.Approver.PostAsync($"{path}/approve", new { contentHash = waiting.Text("contentHash"), comment = "fine" }, HttpStatusCode.OK);
        var command = await team.Developer.PostAsync($"{path}/command", new { }, HttpStatusCode.OK);
        await JoinCommandShell.SucceedAsync(command.Text("command"), estate.Sim.Kubeconfig("pay-one"), Token);
        var ended = await UntilAsync(team.Developer, path, "HandedOver", "Failed");

        Assert.True(State(ended) == "HandedOver", ended.GetRawText());
        Assert.Equal(
            ["Asked", "RefusedByRules", "Changed", "Approved", "CommandMade", "Joined", "Installed", "Tested", "HandedOver"],
            ended.GetProperty("events").EnumerateArray().Select(one => one.Text("kind")));
        var cluster = await team.Developer.GetAsync($"/api/v1/clusters/{ended.GetProperty("clusterId").GetGuid()}", HttpStatusCode.OK);
        Assert.Contains("\"env\":\"test\"", cluster.GetRawText(), StringComparison.Ordinal);
        var test = await team.Developer.GetAsync($"/api/v1/operations/{ended.GetProperty("testOperationId").GetGuid()}", HttpStatusCode.OK);
        Assert.Contains("3 of 3 nodes ready", test.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("1 components ready", test.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_OtherThanWasAskedFor_FailsItsTest_AndIsTriedAgainOnceThePolicyAllowsIt()
    {
        using var team = await AskingTeam.CreateAsync(estate.Portal, Token);
        await team.SetPolicyAsync(new { teamId = team.TeamId, maxNodes = 2, approval = "ByRule" });
        estate.Sim.AddCluster("pay-two");
        var approved = await team.Developer.PostAsync(Requests, team.Ask("pay-two", nodes: 2), HttpStatusCode.Created);
        var path = $"{Requests}/{approved.GetProperty("summary").GetProperty("id").GetGuid()}";

        var joined = await team.Developer.PostAsync($"{path}/join", new { kubeconfig = estate.Sim.Kubeconfig("pay-two"), context = "pay-two" }, HttpStatusCode.Accepted);
        var failed = await UntilAsync(team.Developer, path, "HandedOver", "Failed");

        Assert.Equal("pay-two", joined.Text("clusterName"));
        Assert.Equal(("Failed", "Testing"), (State(failed), failed.Text("failedIn")));
        Assert.Contains("has 3 nodes", failed.GetProperty("summary").Text("reason"), StringComparison.Ordinal);
        await ChangePolicyAsync(team, new { maxNodes = 3, approval = "ByRule" });
        await team.Developer.PostAsync($"{path}/retry", new { }, HttpStatusCode.OK);
        Assert.Equal("HandedOver", State(await UntilAsync(team.Developer, path, "HandedOver", "Failed")));
    }

    private static string State(JsonElement request) => request.GetProperty("summary").Text("state");

    private static async Task ChangePolicyAsync(AskingTeam team, object body)
    {
        var policies = await team.Developer.GetAsync("/api/v1/onboarding/policies", HttpStatusCode.OK);
        var policy = policies.GetProperty("items").EnumerateArray().Single(one => one.GetProperty("teamId").ValueKind == JsonValueKind.String);
        using var update = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/onboarding/policies/{policy.GetProperty("id").GetGuid()}") { Content = JsonContent.Create(body) };
        update.Headers.TryAddWithoutValidation("If-Match", $"\"{policy.GetProperty("version").GetUInt32()}\"");
        using var updated = await team.Admin.SendAsync(update, Token);
        await updated.ReadAsync(HttpStatusCode.OK);
    }

    private async Task<JsonElement> UntilAsync(HttpClient script, string path, params string[] states)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.ClusterRequest]);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (true)
        {
            var request = await script.GetAsync(path, HttpStatusCode.OK);
            if (states.Contains(State(request)))
            {
                return request;
            }

            await events.MoveNextAsync();
        }
    }
}

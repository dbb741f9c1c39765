using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Operations;
using Portal.Core.Teams;
using Portal.IntegrationTests.Api;
using Portal.IntegrationTests.Clusters;
using Portal.IntegrationTests.Distribution;

namespace Portal.IntegrationTests.Namespaces;

/// <summary>A team's namespace on its whole way, on clusters of a fleet that the team does not own.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class NamespaceFlowTests(ApplicationEstate estate)
{
    private static readonly Dictionary<string, object> ByApprover = new() { ["maxQuota"] = new Dictionary<string, string> { ["pods"] = "5" } };
    private static readonly Dictionary<string, object> ByRule = new() { ["approval"] = "ByRule" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Namespace_IsAskedFor_Approved_DeliveredAndKept_Raised_AndDeletedWithAllThatIsInIt()
    {
        using var team = await SpaceTeam.CreateAsync(estate.Portal, estate.Fleet, ByApprover, Token);
        string[] clusters = ["a1", "a2", "a3"];
        var refused = await team.Developer.PostAsync(SpaceTeam.Spaces, team.Ask("shop-web", new { clusters, quota = Pods("9") }), HttpStatusCode.Created);
        Assert.Equal(("Refused", 1), (State(refused), refused.GetProperty("checks").EnumerateArray().Count(check => check.Text("outcome") == "Failed")));
        var path = SpaceTeam.PathOf(refused);
        var waiting = await team.ChangeAsync(path, team.Ask("shop-web", new { clusters, quota = Pods("2"), defaultRequests = new { cpu = "10m" } }), HttpStatusCode.OK);
        Assert.Equal("Waiting", State(waiting));
        await team.Developer.PostAsync($"{path}/approve", new { contentHash = waiting.Text("contentHash") }, HttpStatusCode.Forbidden);

        await SucceedAsync(await team.ApproveAsync(path));

        var delivered = await team.Developer.GetAsync(path, HttpStatusCode.OK);
        Assert.Equal(("Delivered", JsonValueKind.Null), (State(delivered), delivered.GetProperty("operationId").ValueKind));
        Assert.Equal(clusters, delivered.GetProperty("clusters").EnumerateArray().Select(one => one.Text("clusterName")));
        using var admin = estate.Admin("a2");
        var space = await admin.CoreV1.ReadNamespaceAsync("shop-web", cancellationToken: Token);
        Assert.Equal("baseline", space.Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        var slug = space.Metadata.Labels["kurator-portal.io/team"];
        var binding = await admin.RbacAuthorizationV1.ReadNamespacedRoleBindingAsync("team-edit", "shop-web", cancellationToken: Token);
        Assert.Equal($"portal:team:{slug}:developer", binding.Subjects.Single().Name);

        // The cluster's own admission holds the quota.
        await PodAsync(admin, "one");
        await PodAsync(admin, "two");
        var full = await Assert.ThrowsAsync<HttpOperationException>(() => PodAsync(admin, "three"));
        Assert.Contains("exceeded quota: team-quota", full.Response.Content, StringComparison.Ordinal);

        // What somebody changes there is brought back.
        var application = (await team.Approver.GetAsync(path, HttpStatusCode.OK)).GetProperty("applicationId").GetGuid();
        var before = (await estate.Applications.GetAsync(application, Estate.Viewer, Token)).Summary.LastOperationId;
        await admin.RbacAuthorizationV1.DeleteNamespacedRoleBindingAsync("team-edit", "shop-web", cancellationToken: Token);
        await estate.LookAsync(application);
        await estate.EndAsync(await estate.UntilOperationAsync(application, before));
        await admin.RbacAuthorizationV1.ReadNamespacedRoleBindingAsync("team-edit", "shop-web", cancellationToken: Token);

        // Less than is used is told before, and more is there once it is approved.
        await UsedAsync(team, path, "a2", "2");
        var preview = await team.Developer.PostAsync($"{SpaceTeam.Spaces}/preview", team.Ask("shop-web", new { clusters, quota = Pods("1") }), HttpStatusCode.OK);
        var shortfall = Assert.Single(preview.GetProperty("shortfalls").EnumerateArray());
        Assert.Equal(("a2", "pods", "2", "1"), (shortfall.Text("clusterName"), shortfall.Text("resource"), shortfall.Text("used"), shortfall.Text("asked")));
        await team.ChangeAsync(path, team.Ask("shop-web", new { clusters, quota = Pods("3") }), HttpStatusCode.OK);
        Assert.Equal("2", (await admin.CoreV1.ReadNamespacedResourceQuotaAsync("team-quota", "shop-web", cancellationToken: Token)).Spec.Hard["pods"].ToString());
        await SucceedAsync(await team.ApproveAsync(path));
        await PodAsync(admin, "three");

        // A finalizer holds it: it is there until that is gone, and so is its place.
        await admin.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "held", Finalizers = ["example.com/hold"] } }, "shop-web", cancellationToken: Token);
        var contents = await team.Approver.GetAsync($"{path}/contents", HttpStatusCode.OK);
        Assert.Equal([0, 3, 0], contents.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("counts").GetProperty("Pod").GetInt32()));
        using (var untyped = await team.Approver.DeleteAsync(path, Token))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, untyped.StatusCode);
        }

        using var deletion = await team.Approver.DeleteAsync($"{path}?confirm=shop-web", Token);
        var operation = (await deletion.ReadAsync(HttpStatusCode.Accepted)).GetProperty("operationId").GetGuid();
        await GoneAsync("a1", "shop-web");
        await GoneAsync("a3", "shop-web");
        Assert.Equal("Deleting", State(await team.Developer.GetAsync(path, HttpStatusCode.OK)));
        await admin.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "held", "shop-web", cancellationToken: Token);
        var end = await estate.EndAsync(operation);
        Assert.True(end.Summary.State == OperationState.Succeeded, end.ErrorWhy);
        await team.Developer.GetAsync(path, HttpStatusCode.NotFound);
        await GoneAsync("a2", "shop-web");
    }

    [Fact]
    public async Task NamespaceOfSomebodyElse_IsLeftAlone_AndTheApplicationIsChangedByNobodyByHand()
    {
        using var team = await SpaceTeam.CreateAsync(estate.Portal, estate.Fleet, ByRule, Token);
        using var admin = estate.Admin("a4");
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "legacy" } }, cancellationToken: Token);
        var path = SpaceTeam.PathOf(await team.Developer.PostAsync(SpaceTeam.Spaces, team.Ask("legacy", new { clusters = new[] { "a4", "a5" } }), HttpStatusCode.Created));
        await estate.EndAsync(await OperationAsync(team, path));

        var space = await team.Developer.GetAsync(path, HttpStatusCode.OK);
        var (taken, free) = (space.GetProperty("clusters")[0], space.GetProperty("clusters")[1]);
        Assert.Equal(("Failed", "Failed", "Delivered"), (State(space), taken.Text("state"), free.Text("state")));
        Assert.Contains("Namespace legacy cannot be delivered to a4", taken.Text("reason"), StringComparison.Ordinal);
        Assert.Null((await admin.CoreV1.ReadNamespaceAsync("legacy", cancellationToken: Token)).Metadata.Annotations);

        var application = (await team.Approver.GetAsync(path, HttpStatusCode.OK)).GetProperty("applicationId").GetGuid();
        foreach (var (act, body) in new (string, object)[] { ("revisions", new { source = "apiVersion: v1\nkind: Namespace\nmetadata: {name: x}" }), ("deliver", new { }) })
        {
            var refusal = await team.Approver.PostAsync($"/api/v1/applications/{application}/{act}", body, HttpStatusCode.Conflict);
            Assert.Contains("It brings the namespace legacy of the team", refusal.GetRawText(), StringComparison.Ordinal);
        }

        // The cluster that is to lose it is named, and loses it once that is confirmed.
        var kept = new { clusters = new[] { "a4" } };
        var unconfirmed = await team.ChangeAsync(path, team.Ask("legacy", kept), HttpStatusCode.Conflict);
        Assert.Contains("These clusters would lose it, with all that is in it: a5.", unconfirmed.GetRawText(), StringComparison.Ordinal);
        await team.ChangeAsync(path, team.Ask("legacy", kept, "legacy"), HttpStatusCode.OK);
        await estate.EndAsync(await OperationAsync(team, path));
        await GoneAsync("a5", "legacy");
        using var deletion = await team.Approver.DeleteAsync($"{path}?confirm=legacy", Token);
        await estate.EndAsync((await deletion.ReadAsync(HttpStatusCode.Accepted)).GetProperty("operationId").GetGuid());
        await admin.CoreV1.ReadNamespaceAsync("legacy", cancellationToken: Token);
    }

    [Fact]
    public async Task ClusterThatIsLabelledLater_GetsIt_ANewSlugIsBound_AndTheTeamStaysWhileItHasIt()
    {
        using var team = await SpaceTeam.CreateAsync(estate.Portal, estate.Fleet, ByRule, Token);
        await LabelAsync("a1", "gold");
        var path = SpaceTeam.PathOf(await team.Developer.PostAsync(SpaceTeam.Spaces, team.Ask("tiers", new { clusterLabels = new { tier = "gold" } }), HttpStatusCode.Created));
        var first = await OperationAsync(team, path);
        await estate.EndAsync(first);
        await LabelAsync("a2", "gold");
        await estate.Get<NamespaceKeeping>().KeepAsync(Token);
        var second = await OperationAsync(team, path);
        await estate.EndAsync(second);
        Assert.NotEqual(first, second);
        using var admin = estate.Admin("a2");
        await admin.CoreV1.ReadNamespaceAsync("tiers", cancellationToken: Token);

        var teams = estate.Get<ITeams>();
        var summary = (await teams.GetAsync(team.People.TeamId, Actor.Portal, Token)).Summary;
        await teams.UpdateAsync(summary.Id, new TeamRequest(summary.Name, $"{summary.Slug}-new", ""), summary.Version, Actor.Portal, Token);
        await estate.Get<NamespaceKeeping>().KeepAsync(Token);
        await estate.EndAsync(await OperationAsync(team, path));
        Assert.Equal($"{summary.Slug}-new", (await admin.CoreV1.ReadNamespaceAsync("tiers", cancellationToken: Token)).Metadata.Labels["kurator-portal.io/team"]);
        var binding = await admin.RbacAuthorizationV1.ReadNamespacedRoleBindingAsync("team-view", "tiers", cancellationToken: Token);
        Assert.Equal([$"portal:team:{summary.Slug}-new:viewer"], binding.Subjects.Select(subject => subject.Name));

        var kept = await Assert.ThrowsAsync<Core.Problems.ProblemException>(() => teams.DeleteAsync(summary.Id, Actor.Portal, Token));
        Assert.Contains("It still has namespaces", kept.Problem.Why, StringComparison.Ordinal);
        using var deletion = await team.Approver.DeleteAsync($"{path}?confirm=tiers", Token);
        await estate.EndAsync((await deletion.ReadAsync(HttpStatusCode.Accepted)).GetProperty("operationId").GetGuid());
    }

    [Fact]
    public async Task LastPlaceOfAQuota_IsTakenOnce_HoweverManyAskAtOnce()
    {
        using var team = await SpaceTeam.CreateAsync(estate.Portal, estate.Fleet, new Dictionary<string, object>(ByRule) { ["maxNamespaces"] = 1 }, Token);
        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(index =>
            team.Developer.PostAsync(SpaceTeam.Spaces, team.Ask($"race-{index}", new { clusters = new[] { "a5" } }), HttpStatusCode.Created)));

        Assert.Single(asked, one => one.GetProperty("summary").Text("ask") == "Approved");
        Assert.Equal(3, asked.Count(one => State(one) == "Refused" && one.GetProperty("summary").Text("reason").Contains("[count]", StringComparison.Ordinal)));
        await estate.EndAsync(await OperationAsync(team, SpaceTeam.PathOf(asked.Single(one => one.GetProperty("summary").Text("ask") == "Approved"))));
    }

    [Fact]
    public async Task FleetThatIsNotOffered_IsToldLikeOneThatDoesNotExist_AndAForeignNameIsTaken()
    {
        using var team = await SpaceTeam.CreateAsync(estate.Portal, estate.Fleet, ByRule, Token);
        using var other = await SpaceTeam.CreateAsync(estate.Portal, estate.Fleet, ByRule, Token);
        var words = new List<string>();
        foreach (var fleet in new[] { other.People.FleetId, Guid.CreateVersion7() })
        {
            foreach (var act in new[] { "", "/preview" })
            {
                var body = new Dictionary<string, object>(team.Ask("probe", new { })) { ["fleetId"] = fleet };
                words.Add((await team.Developer.PostAsync(SpaceTeam.Spaces + act, body, HttpStatusCode.UnprocessableEntity)).Text("detail"));
            }
        }

        Assert.Single(words.Distinct());
        var path = SpaceTeam.PathOf(await team.Developer.PostAsync(SpaceTeam.Spaces, team.Ask("mine", new { clusters = new[] { "a5" } }), HttpStatusCode.Created));
        await estate.EndAsync(await OperationAsync(team, path));
        var taken = await other.Developer.PostAsync(SpaceTeam.Spaces, other.Ask("mine", new { }), HttpStatusCode.Created);
        Assert.Contains("[taken]", taken.GetProperty("summary").Text("reason"), StringComparison.Ordinal);
        await other.Developer.GetAsync(path, HttpStatusCode.NotFound);
        Assert.Single((await other.Developer.GetAsync(SpaceTeam.Spaces, HttpStatusCode.OK)).GetProperty("items").EnumerateArray());
    }

    private static string State(JsonElement space) => space.GetProperty("summary").Text("state");

    private static Dictionary<string, string> Pods(string most) => new() { ["pods"] = most };

    private static Task<V1Pod> PodAsync(IKubernetes admin, string name) => admin.CoreV1.CreateNamespacedPodAsync(
        new V1Pod { Metadata = new V1ObjectMeta { Name = name }, Spec = new V1PodSpec { Containers = [new V1Container { Name = "main", Image = "registry.example/app:1" }] } },
        "shop-web", cancellationToken: Token);

    private static async Task<Guid> OperationAsync(SpaceTeam team, string path) =>
        (await team.Approver.GetAsync(path, HttpStatusCode.OK)).GetProperty("operationId").GetGuid();

    private async Task SucceedAsync(JsonElement space)
    {
        var end = await estate.EndAsync(space.GetProperty("operationId").GetGuid());
        Assert.True(end.Summary.State == OperationState.Succeeded, $"{end.Summary.ErrorWhat}: {end.ErrorWhy}");
    }

    /// <summary>The quota's controller counts in its own time.</summary>
    private static async Task UsedAsync(SpaceTeam team, string path, string cluster, string pods)
    {
        while (true)
        {
            var usage = await team.Developer.GetAsync($"{path}/usage", HttpStatusCode.OK);
            var one = usage.GetProperty("items").EnumerateArray().Single(item => item.Text("clusterName") == cluster);
            if (one.GetProperty("used").TryGetProperty("pods", out var used) && used.GetString() == pods)
            {
                return;
            }

            await Task.Delay(100, Token);
        }
    }

    private async Task GoneAsync(string cluster, string space)
    {
        using var admin = estate.Admin(cluster);
        while ((await admin.CoreV1.ListNamespaceAsync(fieldSelector: $"metadata.name={space}", cancellationToken: Token)).Items.Count > 0)
        {
            await Task.Delay(100, Token);
        }
    }

    private async Task LabelAsync(string cluster, string tier)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var row = await db.Clusters.SingleAsync(one => one.Name == cluster, Token);
        row.Labels = new Dictionary<string, string>(row.Labels) { ["tier"] = tier };
        await db.SaveChangesAsync(Token);
    }
}

using System.Net;
using System.Net.Http.Json;
using k8s;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>Plans that are applied, with the real helm.</summary>
public sealed class ApplyTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IComponentPlans Plans => estate.Get<IComponentPlans>();

    [Fact]
    public async Task Apply_TwoComponentsOnTwoClusters_InstallsAllUnderOneOperation_Once()
    {
        var (first, second) = (await estate.JoinAsync(), await estate.JoinAsync());
        var plan = await estate.PlanAsync(new PlanRequest(
        [
            new PlanItem("volcano", [first.Id, second.Id], Values: "custom:\n  scheduler_replicas: 2\n"), new PlanItem("prometheus", [first.Id]),
        ]));

        var rollout = await Plans.ApplyAsync(plan.Id, new RolloutSettings(5, FailurePolicy.Stop, [second.Id]), Estate.Operator, Token);
        var again = await Assert.ThrowsAsync<ProblemException>(() => Plans.ApplyAsync(plan.Id, RolloutSettings.Default, Estate.Operator, Token));

        await estate.SucceedAsync(rollout);
        Assert.Equal("It has been applied already.", again.Problem.Why);
        var changes = (await estate.Get<IRollouts>().GetAsync(rollout, Estate.Viewer, Token)).Changes;
        Assert.Equal(3, changes.Count);
        Assert.All(changes, change => Assert.Equal(OperationState.Succeeded, change.OperationState));
        var canary = await OperationAsync(changes.Single(change => change.Stage == RolloutStage.Canary).OperationId);
        foreach (var other in changes.Where(change => change.Stage != RolloutStage.Canary))
        {
            Assert.True((await OperationAsync(other.OperationId)).StartedAt >= canary.EndedAt, $"{other.Subject} did not wait for the canary.");
        }

        var release = await estate.ReadAsync(second.Id, "volcano");
        Assert.Equal((ReleaseState.Ready, 1), (release.Summary.State, release.Summary.Revision));
        Assert.Contains("scheduler_replicas: 2", (await estate.Get<IComponents>().GetReleaseAsync(second.Id, "volcano", Estate.Operator, Token)).Values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OneFailsWithRollBack_LeavesNothingBehindAndWhatWasThereAsItWas()
    {
        var (fresh, old) = (await estate.JoinAsync(), await estate.JoinAsync());
        await estate.SucceedAsync(await estate.StartAsync(old.Id, "volcano", "1.14.2"));
        var plan = await estate.PlanAsync(new PlanRequest(
        [
            new PlanItem("volcano", [fresh.Id, old.Id], WishKind.Install, "1.15.1"), new PlanItem("failing", [fresh.Id]),
        ]));

        var rollout = await Plans.ApplyAsync(plan.Id, new RolloutSettings(2, FailurePolicy.RollBack, []), Estate.Operator, Token);

        var end = await estate.EndAsync(rollout);
        Assert.Equal(OperationState.Failed, end.Summary.State);
        Assert.Contains($"failing on {fresh.Name}", end.ErrorWhy, StringComparison.Ordinal);
        Assert.Equal("All that was changed is taken back. Mend the cause, and retry: it begins anew.", end.ErrorRemedy);
        Assert.Empty(await estate.Get<IComponents>().ListReleasesAsync(null, fresh.Id, Estate.Viewer, Token));
        var kept = await estate.ReadAsync(old.Id, "volcano");
        Assert.Equal((ReleaseState.Ready, "1.14.2"), (kept.Summary.State, kept.Summary.Version));
        using var admin = estate.Admin(fresh.Name);
        Assert.DoesNotContain(
            (await admin.AppsV1.ListDeploymentForAllNamespacesAsync(cancellationToken: Token)).Items,
            item => item.Metadata.NamespaceProperty is "failing" or "volcano-system");
    }

    [Fact]
    public async Task Apply_OverRest_AnswersWithTheOperation_AndShowsItsChanges()
    {
        var (_, id) = await estate.JoinAsync();
        var plan = await estate.PlanAsync(new PlanRequest([new PlanItem("volcano", [id])]));
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);

        using var wrong = await script.PostAsJsonAsync($"/api/v1/component-plans/{plan.Id}/apply", new { concurrency = 0, onFailure = "Stop", canaries = Array.Empty<Guid>() }, Token);
        using var applied = await script.PostAsJsonAsync($"/api/v1/component-plans/{plan.Id}/apply", new { concurrency = 1, onFailure = "Continue", canaries = Array.Empty<Guid>() }, Token);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Accepted), (wrong.StatusCode, applied.StatusCode));
        await estate.SucceedAsync(plan.Id);
        var shown = await script.GetStringAsync($"/api/v1/rollouts/{plan.Id}", Token);
        Assert.Contains("\"state\":\"Succeeded\"", shown, StringComparison.Ordinal);
        Assert.Contains("\"onFailure\":\"Continue\"", shown, StringComparison.Ordinal);
    }

    private async Task<OperationSummary> OperationAsync(Guid? id) =>
        (await estate.Get<IOperations>().GetAsync(id!.Value, Estate.Viewer, Token)).Summary;
}

using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>Profiles of fleets: planned for those that are there, brought by itself to those that join, cleaned where chosen.</summary>
public sealed class ProfileTests(ComponentEstate estate) : IClassFixture<ComponentEstate>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IProfiles Profiles => estate.Get<IProfiles>();

    [Fact]
    public async Task FleetOfThree_IsPlannedFor_AFourthIsBroughtToItByItself_AndCleanedWhenItMoves()
    {
        var fleet = (await estate.Get<IFleets>().CreateAsync(new FleetRequest("profiled", "", null), Estate.Operator, Token)).Id;
        var members = new List<(string Name, Guid Id)>();
        for (var count = 0; count < 3; count++)
        {
            members.Add(await estate.JoinAsync(fleet));
        }

        await Profiles.SaveAsync(
            new ProfileContent("nightly", "Nightly", "", [new ProfileComponent("volcano", ">=1.14.0", "custom:\n  scheduler_replicas: 2\n"), new ProfileComponent("failing")]),
            null, Estate.Operator, Token);
        await Profiles.AssignAsync(fleet, "nightly", cleanUp: true, Estate.Operator, Token);
        var before = await Profiles.GetFleetAsync(fleet, Estate.Viewer, Token);
        Assert.Equal(3, before.Clusters.Count);
        Assert.All(before.Clusters, cluster => Assert.Equal((ProfileFit.Missing, ProfileStage.Known), (cluster.Components["volcano"], cluster.Stage)));

        var plan = await estate.PlannedAsync(await Profiles.PlanAsync(fleet, Estate.Operator, Token));
        await estate.EndAsync(await estate.Get<IComponentPlans>().ApplyAsync(plan.Id, new RolloutSettings(3, FailurePolicy.Continue, []), Estate.Operator, Token));
        var after = await Profiles.GetFleetAsync(fleet, Estate.Viewer, Token);
        Assert.All(after.Clusters, cluster => Assert.Equal((ProfileFit.InProfile, ProfileFit.Failed), (cluster.Components["volcano"], cluster.Components["failing"])));

        // One part fails, and does not hold up the other; it is named.
        var fourth = await estate.JoinAsync(fleet);
        var brought = await UntilAsync(fleet, fourth.Id, cluster => cluster.Stage is ProfileStage.Done or ProfileStage.Failed);
        Assert.Equal((ProfileFit.InProfile, ProfileStage.Failed), (brought.Components["volcano"], brought.Stage));
        Assert.Contains("failing", brought.Reason, StringComparison.Ordinal);
        Assert.NotNull(brought.OperationId);
        Assert.Contains("scheduler_replicas: 2", (await estate.ReadAsync(fourth.Id, "volcano")).Values, StringComparison.Ordinal);

        var other = (await estate.Get<IFleets>().CreateAsync(new FleetRequest("elsewhere", "", null), Estate.Operator, Token)).Id;
        await MoveAsync(fourth.Id, other);
        await GoneAsync(fourth.Id);
        Assert.Equal(ReleaseState.Ready, (await estate.ReadAsync(members[0].Id, "volcano")).Summary.State);
    }

    [Fact]
    public async Task Profile_OverRest_IsMadeReadAndChanged_AndKuratorsFleetIsRead()
    {
        using var script = await estate.Portal.ScriptAsync(PortalRole.Operator);
        var body = new { name = "rest", title = "Rest", description = "", components = new[] { new { component = "volcano", versions = "1.15.1", values = "custom:\n  scheduler_password: hidden-secret\n" } } };

        using var made = await script.PostAsJsonAsync("/api/v1/profiles", body, Token);
        using var again = await script.PostAsJsonAsync("/api/v1/profiles", body, Token);
        using var wrong = await script.PostAsJsonAsync("/api/v1/profiles", new { name = "Wrong Name", title = "", description = "", components = Array.Empty<object>() }, Token);
        using var read = await script.PostAsJsonAsync("/api/v1/profiles/read", new { yaml = "apiVersion: fleet.kurator.dev/v1alpha1\nkind: Fleet\nmetadata:\n  name: q\nspec:\n  plugin:\n    grafana: {}\n" }, Token);
        var text = await script.GetStringAsync("/api/v1/profiles/rest", Token);
        using var viewer = await estate.Portal.ScriptAsync(PortalRole.Viewer);
        var hidden = await viewer.GetStringAsync("/api/v1/profiles/rest", Token);

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity, HttpStatusCode.OK),
            (made.StatusCode, again.StatusCode, wrong.StatusCode, read.StatusCode));
        Assert.Contains("hidden-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-secret", hidden, StringComparison.Ordinal);
        Assert.Contains("\"component\":\"grafana\"", await read.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var gone = await script.DeleteAsync("/api/v1/profiles/rest", Token);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }

    private async Task<ProfileClusterView> UntilAsync(Guid fleet, Guid cluster, Func<ProfileClusterView, bool> wanted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Fleet], fleet);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (true)
        {
            var found = (await Profiles.GetFleetAsync(fleet, Estate.Viewer, patience.Token)).Clusters.SingleOrDefault(one => one.ClusterId == cluster);
            if (found is not null && wanted(found))
            {
                return found;
            }

            await events.MoveNextAsync();
        }
    }

    private async Task MoveAsync(Guid cluster, Guid fleet)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        await db.Clusters.Where(row => row.Id == cluster).ExecuteUpdateAsync(row => row.SetProperty(one => one.FleetId, fleet), Token);
    }

    /// <summary>Returns once nothing is installed any more.</summary>
    private async Task GoneAsync(Guid cluster)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Release]);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while ((await estate.Get<IComponents>().ListReleasesAsync(null, cluster, Estate.Viewer, patience.Token)).Count > 0)
        {
            await events.MoveNextAsync();
        }
    }
}

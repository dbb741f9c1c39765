using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Components;

/// <summary>A profile with a system: planned for the fleet, joined by a cluster that joins the fleet, left by one that moves to another.</summary>
public sealed class ProfileSystemTests(SystemEstate estate) : IClassFixture<SystemEstate>
{
    private const string Settings = "password: nobody-may-see-this\nlevel: 2\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IProfiles Profiles => estate.Get<IProfiles>();

    [Fact]
    public async Task System_OfAProfile_FollowsWhoIsInTheFleet()
    {
        var fleet = (await estate.Get<IFleets>().CreateAsync(new FleetRequest("ringed", "", null), Estate.Operator, Token)).Id;
        var (hub, one) = (await estate.JoinAsync(fleet), await estate.JoinAsync(fleet));
        estate.World.Address[hub.Name] = "10.0.0.1:443";
        await Profiles.SaveAsync(
            new ProfileContent("ringed", "Ringed", "", [], [new ProfileSystem("ring", [new ProfileRole("hub", [hub.Name]), new ProfileRole("spoke")], Settings)]),
            null, Estate.Operator, Token);
        Assert.DoesNotContain("nobody-may-see", (await Profiles.GetAsync("ringed", Estate.Viewer, Token)).Yaml, StringComparison.Ordinal);
        await Profiles.AssignAsync(fleet, "ringed", cleanUp: true, Estate.Operator, Token);
        Assert.Equal([("hub", ProfileFit.Missing), ("spoke", ProfileFit.Missing)], await PlacesAsync(fleet));

        var plan = await estate.PlannedAsync(await Profiles.PlanAsync(fleet, Estate.Operator, Token));
        await estate.SucceedAsync(await estate.Get<IComponentPlans>().ApplyAsync(plan.Id, RolloutSettings.Default, Estate.Operator, Token));
        Assert.Equal([("hub", ProfileFit.InProfile), ("spoke", ProfileFit.InProfile)], await PlacesAsync(fleet));

        var two = await estate.JoinAsync(fleet);
        await UntilAsync([Topics.Fleet], async () =>
            (await Profiles.GetFleetAsync(fleet, Estate.Viewer, Token)).Clusters.Single(cluster => cluster.ClusterId == two.Id).Stage is ProfileStage.Done or ProfileStage.Failed);
        Assert.Equal([("hub", ProfileFit.InProfile), ("spoke", ProfileFit.InProfile), ("spoke", ProfileFit.InProfile)], await PlacesAsync(fleet));
        Assert.Equal(ReleaseState.Ready, (await estate.ReadAsync(two.Id, "ring-spoke")).Summary.State);

        await MoveAsync(two.Id);
        await UntilAsync([Topics.Release], async () => (await estate.Get<IComponents>().ListReleasesAsync(null, two.Id, Estate.Viewer, Token)).Count == 0);
        await UntilAsync([Topics.Operation], async () => (await MembersAsync(fleet)).Count == 2);
        Assert.Equal([hub.Id, one.Id], (await MembersAsync(fleet)).Order());
        Assert.Equal(ReleaseState.Ready, (await estate.ReadAsync(one.Id, "ring-spoke")).Summary.State);
    }

    private async Task<IEnumerable<(string?, ProfileFit)>> PlacesAsync(Guid fleet) =>
        (await Profiles.GetFleetAsync(fleet, Estate.Viewer, Token)).Clusters.Select(cluster => (cluster.Systems!["ring"].Role, cluster.Systems["ring"].Fit));

    private async Task<List<Guid>> MembersAsync(Guid fleet)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        return await db.Systems.Where(system => system.FleetId == fleet).SelectMany(system => system.Members).Select(member => member.ClusterId).ToListAsync(Token);
    }

    private async Task MoveAsync(Guid cluster)
    {
        var fleet = (await estate.Get<IFleets>().CreateAsync(new FleetRequest("beside", "", null), Estate.Operator, Token)).Id;
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        await db.Clusters.Where(row => row.Id == cluster).ExecuteUpdateAsync(row => row.SetProperty(one => one.FleetId, fleet), Token);
    }

    private async Task UntilAsync(string[] topics, Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(3));
        using var changes = estate.Get<EventStream>().Subscribe(topics);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (!await isSo())
        {
            await events.MoveNextAsync();
        }
    }
}

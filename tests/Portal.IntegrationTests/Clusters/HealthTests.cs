using ClusterSim.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Kubernetes;
using Portal.Jobs.Clusters;
using Portal.Jobs.Clusters.Health;

namespace Portal.IntegrationTests.Clusters;

public sealed class HealthTests(Members members) : IClassFixture<Members>
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sweep_OneOfTenDead_ChangesThatOneAtTheSecondLookOnly()
    {
        List<Guid> ids = [];
        var dead = "";
        for (var index = 0; index < 10; index++)
        {
            dead = members.AddMember();
            ids.Add(await members.JoinAsync(dead));
        }

        members.Sim.Cluster(dead).Faults.Add(new Fault { Kind = FaultKind.Hang });

        await LookAsync(ids);
        var first = await StatesAsync(ids);
        await LookAsync(ids);
        var second = await StatesAsync(ids);

        Assert.All(first.Values, cluster => Assert.Equal(ClusterState.Healthy, cluster.State));
        Assert.Equal(ClusterState.Unreachable, first[ids[^1]].CandidateState);
        Assert.Equal(ClusterState.Unreachable, second[ids[^1]].State);
        Assert.NotEqual("", second[ids[^1]].StateReason);
        Assert.Equal(9, second.Values.Count(cluster => cluster.State == ClusterState.Healthy));
        var history = await members.Get<IClusters>().ListHealthEventsAsync(ids[^1], Estate.Viewer, Token);
        Assert.Equal((ClusterState.Healthy, ClusterState.Unreachable), (history[0].From, history[0].To));
    }

    [Fact]
    public async Task Look_ListOfNodesFails_NamesTheClusterInItsReason()
    {
        var member = members.AddMember();
        var id = await members.JoinAsync(member);
        members.Sim.Cluster(member).Faults.Add(new Fault { Kind = FaultKind.ServerError, Verb = "list", PathPattern = "nodes" });

        await LookAsync([id]);
        await LookAsync([id]);

        var cluster = (await members.FindAsync(id))!;
        Assert.Equal(ClusterState.Degraded, cluster.State);
        Assert.StartsWith($"Cluster {member} failed to answer. ", cluster.StateReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_ByTwoWorkersAtOnce_GivesEachClusterToOne()
    {
        List<Guid> ids = [];
        for (var index = 0; index < 4; index++)
        {
            ids.Add(await members.JoinAsync(members.AddMember()));
        }

        await DueAsync(ids);
        var store = members.Get<HealthStore>();
        var claims = await Task.WhenAll(store.ClaimAsync(false, 3, Hold, Token), store.ClaimAsync(false, 3, Hold, Token));

        var claimed = claims.SelectMany(list => list).Select(claim => claim.ClusterId).ToList();
        Assert.Equal(claimed.Distinct().Count(), claimed.Count);
    }

    [Fact]
    public async Task Write_ClusterBeganToLeaveMeanwhile_ChangesNothing()
    {
        var id = await members.JoinAsync(members.AddMember());
        await DueAsync([id]);
        var claim = (await members.Get<HealthStore>().ClaimAsync(false, 100, Hold, Token)).Single(row => row.ClusterId == id);
        await using (var db = await members.OpenAsync())
        {
            await db.Clusters.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.State, ClusterState.Leaving), Token);
        }

        await members.Get<HealthStore>().WriteAsync([await members.Get<HealthCheck>().RunAsync(claim, Token)], Token);

        Assert.Equal(ClusterState.Leaving, (await members.FindAsync(id))!.State);
    }

    [Fact]
    public async Task Renewal_AtTwoThirds_PutsAVerifiedTokenInThePlaceOfTheOld()
    {
        var id = await members.JoinAsync(members.AddMember());
        var before = await members.Get<IClusterConnections>().ReadAccessAsync(id, Token);

        await RenewAsync(id);

        var after = await members.Get<IClusterConnections>().ReadAccessAsync(id, Token);
        await using var db = await members.OpenAsync();
        var credential = await db.ClusterCredentials.AsNoTracking().SingleAsync(row => row.ClusterId == id, Token);
        Assert.NotEqual(before.Token, after.Token);
        Assert.Equal("", credential.RenewalProblem);
        Assert.True(credential.RenewAt > DateTimeOffset.UtcNow.AddDays(4) && credential.ExpiresAt > DateTimeOffset.UtcNow.AddDays(6));
    }

    [Fact]
    public async Task Renewal_MemberOffline_KeepsTheOldTokenAndSaysWhy()
    {
        var member = members.AddMember();
        var id = await members.JoinAsync(member);
        var before = await members.Get<IClusterConnections>().ReadAccessAsync(id, Token);
        members.Sim.Cluster(member).Faults.Add(new Fault { Kind = FaultKind.Offline });

        await RenewAsync(id);

        Assert.Equal(before.Token, (await members.Get<IClusterConnections>().ReadAccessAsync(id, Token)).Token);
        Assert.NotEqual("", (await members.Get<IClusters>().GetAsync(id, Estate.Viewer, Token)).CredentialProblem);
    }

    private async Task RenewAsync(Guid id)
    {
        await using (var db = await members.OpenAsync())
        {
            await db.ClusterCredentials.Where(row => row.ClusterId == id)
                .ExecuteUpdateAsync(row => row.SetProperty(credential => credential.RenewAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Token);
        }

        await using var scope = members.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TokenRenewal>().RunAsync(Token);
    }

    private async Task DueAsync(List<Guid> ids)
    {
        await using var db = await members.OpenAsync();
        await db.Clusters.Where(cluster => ids.Contains(cluster.Id))
            .ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.NextCheckAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Token);
    }

    private async Task LookAsync(List<Guid> ids)
    {
        await DueAsync(ids);
        var store = members.Get<HealthStore>();
        List<HealthClaim> claims = [.. await store.ClaimAsync(false, 100, Hold, Token), .. await store.ClaimAsync(true, 100, Hold, Token)];
        await store.WriteAsync(await Task.WhenAll(claims.Select(claim => members.Get<HealthCheck>().RunAsync(claim, Token))), Token);
    }

    private async Task<Dictionary<Guid, Cluster>> StatesAsync(List<Guid> ids)
    {
        await using var db = await members.OpenAsync();
        return await db.Clusters.AsNoTracking().Where(cluster => ids.Contains(cluster.Id)).ToDictionaryAsync(cluster => cluster.Id, Token);
    }
}

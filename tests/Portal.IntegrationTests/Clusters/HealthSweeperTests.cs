using ClusterSim.Control;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Core.Clusters;
using Portal.Core.Events;
using Portal.Jobs.Clusters.Health;

namespace Portal.IntegrationTests.Clusters;

/// <summary>The loop that a worker runs, over real clusters' doubles and a real database.</summary>
public sealed class HealthSweeperTests(Members members) : IClassFixture<Members>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Loop_OneMemberHangs_LooksAtAllSeesItGoAndCome()
    {
        List<Guid> ids = [];
        var hanging = "";
        for (var index = 0; index < 4; index++)
        {
            hanging = members.AddMember();
            ids.Add(await members.JoinAsync(hanging));
        }

        var before = (await members.FindAsync(ids[0]))!.LastCheckedAt;
        IHostedService[] loops = [.. members.Services.GetServices<IHostedService>().Where(service => service is PostgresEventListener or HealthSweeper)];
        using var changes = members.Get<EventStream>().Subscribe([Topics.Cluster, Topics.Sweep]);
        foreach (var loop in loops)
        {
            await loop.StartAsync(Token);
        }

        members.Sim.Cluster(hanging).Faults.Add(new Fault { Kind = FaultKind.Hang });
        await DueAsync(ids);
        await UntilAsync(changes, async () => (await ReadAsync(ids)).TrueForAll(cluster => cluster.LastCheckedAt > before));
        await DueAsync(ids);
        await UntilAsync(changes, async () => (await members.FindAsync(ids[^1]))!.State == ClusterState.Unreachable);
        Assert.All((await ReadAsync(ids)).Where(cluster => cluster.Id != ids[^1]), cluster => Assert.Equal(ClusterState.Healthy, cluster.State));

        members.Sim.Cluster(hanging).Faults.Clear();
        await DueAsync(ids);
        await UntilAsync(changes, async () => (await members.FindAsync(ids[^1]))!.CandidateState == ClusterState.Healthy);
        await DueAsync(ids);
        await UntilAsync(changes, async () => (await members.FindAsync(ids[^1]))!.State == ClusterState.Healthy);

        foreach (var loop in loops)
        {
            await loop.StopAsync(Token);
        }
    }

    /// <summary>Looks after each event whether it is so; the test's own time limit ends what never comes.</summary>
    private static async Task UntilAsync(EventSubscription changes, Func<Task<bool>> holds)
    {
        if (await holds())
        {
            return;
        }

        await foreach (var _ in changes.ReadAsync(TimeSpan.Zero, TimeProvider.System, Token))
        {
            if (await holds())
            {
                return;
            }
        }
    }

    private async Task<List<Cluster>> ReadAsync(List<Guid> ids)
    {
        await using var db = await members.OpenAsync();
        return await db.Clusters.AsNoTracking().Where(cluster => ids.Contains(cluster.Id)).ToListAsync(Token);
    }

    private async Task DueAsync(List<Guid> ids)
    {
        await using var db = await members.OpenAsync();
        await db.Clusters.Where(cluster => ids.Contains(cluster.Id))
            .ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.NextCheckAt, DateTimeOffset.UtcNow.AddSeconds(-1)), Token);
    }
}

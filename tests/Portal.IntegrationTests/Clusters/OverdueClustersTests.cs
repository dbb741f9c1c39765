using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Clusters;
using Portal.Core.Clusters.Health;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Clusters;

/// <summary>What pages say when no worker has looked at clusters for long.</summary>
public sealed class OverdueClustersTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mark_NobodyLooked_SaysUnknownSinceWhenAndKeepsTheHistory()
    {
        var ids = await AddAsync(
            Row(1, ClusterState.Healthy, due: Now.AddMinutes(-10)),
            Row(2, ClusterState.Unreachable, due: Now.AddMinutes(-10)),
            Row(3, ClusterState.Healthy, due: Now.AddMinutes(-1)),
            Row(4, ClusterState.Leaving, due: Now.AddMinutes(-10)),
            Row(5, ClusterState.Joining, due: null));
        using var overdue = Overdue();

        await overdue.MarkAsync(Token);

        var clusters = ClusterListTests.Service(database.ActorContexts);
        var page = await clusters.ListAsync(new ClusterQuery { States = [ClusterState.Unknown] }, Estate.Viewer, Token);
        var unknown = page.Items.Where(item => ids.Contains(item.Id)).ToList();
        Assert.Equal(ids[..2].Order(), unknown.Select(item => item.Id).Order());
        Assert.All(unknown, item => Assert.Equal(Now, item.StateSince));
        Assert.All(unknown, item => Assert.Contains("2026-03-01 11:49 UTC", item.StateReason, StringComparison.Ordinal));
        var history = Assert.Single(await clusters.ListHealthEventsAsync(ids[1], Estate.Viewer, Token));
        Assert.Equal((ClusterState.Unreachable, ClusterState.Unknown), (history.From, history.To));
    }

    [Fact]
    public async Task Mark_ByEveryProcessAtOnce_WritesOneLineOfHistory()
    {
        var id = Assert.Single(await AddAsync(Row(6, ClusterState.Degraded, due: Now.AddHours(-1))));
        using var first = Overdue();
        using var second = Overdue();

        await Task.WhenAll(first.MarkAsync(Token), second.MarkAsync(Token));

        Assert.Single(await ClusterListTests.Service(database.ActorContexts).ListHealthEventsAsync(id, Estate.Viewer, Token));
    }

    private OverdueClusters Overdue() => new(database.DataSource, _clock, NullLogger<OverdueClusters>.Instance);

    private static Cluster Row(int index, ClusterState state, DateTimeOffset? due)
    {
        var cluster = Estate.Cluster(index, Guid.Empty);
        (cluster.State, cluster.NextCheckAt, cluster.LastCheckedAt) = (state, due, due?.AddMinutes(-1));
        return cluster;
    }

    private async Task<Guid[]> AddAsync(params Cluster[] clusters)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(Token);
        var fleet = Estate.Fleet($"fleet-{Guid.NewGuid():N}"[..20]);
        db.Add(fleet);
        foreach (var cluster in clusters)
        {
            cluster.FleetId = fleet.Id;
            db.Add(cluster);
        }

        await db.SaveChangesAsync(Token);
        return [.. clusters.Select(cluster => cluster.Id)];
    }
}

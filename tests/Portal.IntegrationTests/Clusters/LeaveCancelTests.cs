using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Operations;
using Portal.Jobs.Clusters;

namespace Portal.IntegrationTests.Clusters;

public sealed class LeaveCancelTests(Members members) : IClassFixture<Members>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_CancelledBeforeAnythingWasRemoved_LeavesTheClusterAsItWas()
    {
        var clusterId = await members.JoinAsync(members.AddMember());
        var leave = await members.Get<IClusters>().LeaveAsync(clusterId, Estate.Operator, Token);

        // As a worker leaves it that stops in good order after the first step.
        await using (var db = await members.OpenAsync())
        {
            await db.Clusters.Where(cluster => cluster.Id == clusterId).ExecuteUpdateAsync(
                row => row.SetProperty(cluster => cluster.State, ClusterState.Leaving).SetProperty(cluster => cluster.NextCheckAt, (DateTimeOffset?)null), Token);
            db.ClusterHealthEvents.Add(new ClusterHealthEvent
            {
                ClusterId = clusterId,
                At = DateTimeOffset.UtcNow,
                From = ClusterState.Healthy,
                To = ClusterState.Leaving,
                Reason = "",
            });
            await db.SaveChangesAsync(Token);
        }

        await members.Get<IOperations>().CancelAsync(leave, Estate.Operator, Token);

        var cluster = await members.FindAsync(clusterId);
        Assert.Equal(ClusterState.Healthy, cluster!.State);
        Assert.NotNull(cluster.NextCheckAt);
        var last = (await members.Get<IClusters>().ListHealthEventsAsync(clusterId, Estate.Viewer, Token)).MaxBy(change => change.At)!;
        Assert.Equal((ClusterState.Leaving, ClusterState.Healthy), (last.From, last.To));
        Assert.Contains("cancelled", last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Receipt_ObjectSeenTwice_IsNamedOnceByTheLastWord()
    {
        var receipt = new ReceiptBuilder();
        var (binding, space) = (ReceiptBuilder.Account[0], ReceiptBuilder.Account[^1]);
        receipt.Leave(space, "It belongs to another portal.", clear: false);
        receipt.Leave(binding, "It is marked for removal.");
        receipt.Leave(space, "It belongs to another portal.", clear: false);
        receipt.Remove(binding);

        var written = receipt.Build();

        Assert.Equal([space.Name], written.Left.Select(left => left.Name));
        Assert.Equal([binding], written.Removed);
        Assert.Empty(written.Commands);
    }
}

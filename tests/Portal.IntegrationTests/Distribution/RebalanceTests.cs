using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Rollouts;
using Portal.IntegrationTests.Clusters;

namespace Portal.IntegrationTests.Distribution;

/// <summary>The room of clusters changes, and replicas follow it: when a person says so, within a budget.</summary>
[Collection(ApplicationCollection.Name)]
public sealed class RebalanceTests(ApplicationEstate estate)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IProposals Proposals => estate.Get<IProposals>();

    [Fact]
    public async Task BetterPlacement_IsProposedWithinTheBudget_AndMovedWhenItIsApproved()
    {
        const string Source = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: balanced}
            spec:
              replicas: 8
              selector: {matchLabels: {app: balanced}}
              template:
                metadata: {labels: {app: balanced}}
                spec: {containers: [{name: main, image: "registry.example.com/balanced:1", resources: {requests: {cpu: 10m}}}]}
            """;
        var placement = new PlacementPolicy
        {
            ClusterAffinity = new ClusterAffinity { ClusterNames = ["a4", "a5"] },
            ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")),
        };
        var refused = await Assert.ThrowsAsync<ProblemException>(() =>
            estate.CreateAsync("balanced", new ApplicationContent(Source, placement with { ReplicaScheduling = null }) { Rebalance = new RebalancePolicy() }));
        Assert.Contains("Only replicas that are divided among clusters can be rebalanced.", refused.Problem.Why, StringComparison.Ordinal);
        var id = await estate.CreateAsync("balanced", new ApplicationContent(Source, placement) { Rebalance = new RebalancePolicy(MaxReplicas: 2, MaxPercent: 100) });
        await estate.SucceedAsync(id);
        Assert.Equal((4, 4), await ReplicasAsync());

        // Others fill a5 meanwhile.
        await using (var db = await DbAsync())
        {
            await db.Clusters.Where(row => row.Name == "a5").ExecuteUpdateAsync(set => set.SetProperty(row => row.Pods, row => row.PodCapacity - 4), Token);
            await db.Applications.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.RebalanceDueAt, DateTimeOffset.UtcNow), Token);
        }

        var proposal = await UntilAsync(id, ProposalState.Open);
        Assert.Equal([("a4", 4, 6), ("a5", 4, 2)], proposal.Moves.Select(move => (move.ClusterName, move.From, move.To)));
        Assert.EndsWith("The budget allows 2 at once.", proposal.Reason, StringComparison.Ordinal);
        Assert.Equal((4, 4), await ReplicasAsync());
        await Assert.ThrowsAsync<ProblemException>(() => Proposals.ApproveAsync(id, proposal.Id, null, Estate.Viewer, Token));

        var operation = await Proposals.ApproveAsync(id, proposal.Id, null, Estate.Operator, Token);

        var end = await estate.EndAsync(operation);
        Assert.True(end.Summary.State == OperationState.Succeeded, end.ErrorWhy);
        Assert.Equal((6, 2), await ReplicasAsync());
        var changes = (await estate.Get<IRollouts>().GetAsync(operation, Estate.Viewer, Token)).Changes;
        Assert.Equal(["a4", "a5"], changes.Select(change => change.ClusterName));
        Assert.Equal([0], changes[1].Needs);
        Assert.Equal(Estate.Operator.Name, (await UntilAsync(id, ProposalState.Applied)).DecidedBy);
        await estate.EndAsync(await estate.Delivery.DeleteAsync(id, "balanced", Estate.Operator, Token));
        await using var after = await DbAsync();
        await after.Clusters.Where(row => row.Name == "a5").ExecuteUpdateAsync(set => set.SetProperty(row => row.Pods, 0), Token);
    }

    private Task<PortalDbContext> DbAsync() => estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);

    private async Task<(int, int)> ReplicasAsync()
    {
        using var first = estate.Admin("a4");
        using var second = estate.Admin("a5");
        return ((await first.AppsV1.ReadNamespacedDeploymentAsync("balanced", "default", cancellationToken: Token)).Spec.Replicas!.Value,
            (await second.AppsV1.ReadNamespacedDeploymentAsync("balanced", "default", cancellationToken: Token)).Spec.Replicas!.Value);
    }

    private async Task<ProposalView> UntilAsync(Guid application, ProposalState state)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var changes = estate.Get<EventStream>().Subscribe([Topics.Application], application);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (true)
        {
            if ((await Proposals.ListAsync(application, Estate.Viewer, patience.Token)).FirstOrDefault(one => one.State == state) is { } seen)
            {
                return seen;
            }

            await events.MoveNextAsync();
        }
    }
}

using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Rebalance;

namespace Portal.Core.Tests.Distribution;

public sealed class RebalanceRulesTests
{
    private const string Web = "apps/Deployment//web";

    private static readonly RebalancePolicy Unlimited = new(MaxPercent: 100);

    [Fact]
    public void Moves_GoToWhatWouldBePlacedAnew()
    {
        var outcome = RebalanceRules.Moves([Cluster("a", 8, 3), Cluster("b", 2, 7)], Unlimited, []);

        Assert.Equal([("a", 8, 3), ("b", 2, 7)], outcome.Moves.Select(move => (move.ClusterName, move.From, move.To)));
        Assert.Equal((5, 5, 10), (outcome.Moved, outcome.Wanted, outcome.All));
    }

    [Fact]
    public void OneReplicaMoreOrLess_IsRounding() =>
        Assert.Empty(RebalanceRules.Moves([Cluster("a", 5, 6), Cluster("b", 5, 4), Cluster("c", 3, 3)], Unlimited, []).Moves);

    [Theory]
    [InlineData(3, 100, 3)]
    [InlineData(100, 20, 2)]
    [InlineData(100, 1, 1)]
    public void Budget_IsTheSmallerOfCountAndShare_AndOneAtLeast(int replicas, int percent, int moved)
    {
        var outcome = RebalanceRules.Moves([Cluster("a", 10, 0), Cluster("b", 0, 6), Cluster("c", 0, 4)], new RebalancePolicy(MaxReplicas: replicas, MaxPercent: percent), []);

        Assert.Equal((moved, 10), (outcome.Moved, outcome.Wanted));
        Assert.Equal(10, outcome.Moves.Sum(move => move.To));
        Assert.Contains(outcome.Moves, move => move.ClusterName == "b" && move.To > 0);
    }

    [Fact]
    public void PartOfAMove_ThatWouldNotKeepTheSpread_IsNotMade()
    {
        IReadOnlyList<BalancedCluster> clusters = [Cluster("a", 10, 0), Cluster("b", 0, 10)];
        SpreadConstraint[] one = [new(SpreadConstraint.Cluster, 1, 1)];

        Assert.Empty(RebalanceRules.Moves(clusters, new RebalancePolicy(MaxReplicas: 3), one).Moves);
        Assert.Equal(10, RebalanceRules.Moves(clusters, Unlimited, one).Moved);
    }

    private static BalancedCluster Cluster(string name, int now, int anew) => new(
        Guid.CreateVersion7(), name, "", "", "", new Dictionary<string, int> { [Web] = now }, new Dictionary<string, int> { [Web] = anew });
}

using CsCheck;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

/// <summary>What holds for every fleet and every policy: each is tried over 10,000 random ones.</summary>
public sealed class PlacementProperties
{
    private const int Fleets = 10_000;

    [Fact]
    public void Decide_AnyCase_PlacesEveryReplicaOrRefuses() => RandomPlacements.AnyCase.Sample(
        input =>
        {
            var decision = PlacementEngine.Decide(input.Fleet, input.Request);
            if (decision.Refusal is not null)
            {
                Assert.Empty(decision.Clusters);
            }
            else if (input.Request.Policy.ReplicaScheduling is { ReplicaSchedulingType: ReplicaScheduling.Divided })
            {
                Assert.Equal(input.Request.Replicas, decision.Clusters.Sum(assigned => assigned.Replicas));
            }
            else
            {
                Assert.All(decision.Clusters, assigned => Assert.Equal(input.Request.Replicas, assigned.Replicas));
            }

            Assert.Equal(input.Fleet.Length, decision.Candidates.Count + decision.Excluded.Count);
        },
        iter: Fleets);

    [Fact]
    public void Decide_AnyOrderOfTheFleet_DecidesTheSame() => RandomPlacements.AnyCase.Sample(
        input =>
        {
            var decision = PlacementEngine.Decide(input.Fleet, input.Request);
            var reversed = PlacementEngine.Decide([.. input.Fleet.Reverse()], input.Request);

            Assert.Equal(decision.Clusters, reversed.Clusters);
            Assert.Equal(decision.Refusal, reversed.Refusal);
        },
        iter: Fleets);

    [Fact]
    public void Decide_AnySpread_KeepsLeastAndMostGroups() => RandomPlacements.AnyCase.Sample(
        input =>
        {
            var scheduling = input.Request.Policy.ReplicaScheduling;
            var decision = PlacementEngine.Decide(input.Fleet, input.Request);

            // Static weights name their clusters themselves: Karmada spreads nothing then.
            if (decision.Refusal is not null || scheduling is { ReplicaDivisionPreference: ReplicaScheduling.Weighted, WeightPreference: null })
            {
                return;
            }

            foreach (var spread in input.Request.Policy.SpreadConstraints)
            {
                var groups = decision.Clusters.Select(assigned => GroupOf(input.Fleet.Single(cluster => cluster.Name == assigned.Cluster), spread.SpreadByField)).Distinct().Count();
                Assert.True(groups <= spread.MaxGroups, $"{groups} groups by {spread}");

                // A divided workload may have too few replicas for all that were chosen.
                Assert.True(groups >= spread.MinGroups || scheduling?.ReplicaSchedulingType == ReplicaScheduling.Divided, $"{groups} groups by {spread}");
            }
        },
        iter: Fleets);

    [Fact]
    public void Decide_AgainWithItsOwnResult_MovesNothing() => RandomPlacements.AnyCase.Sample(
        input =>
        {
            // A duplicated workload may get room for a better region by its own presence; a divided one stays where it is.
            if (input.Request.Policy is not { ReplicaScheduling.ReplicaSchedulingType: ReplicaScheduling.Divided, SpreadConstraints.Count: 0 })
            {
                return;
            }

            var decision = PlacementEngine.Decide(input.Fleet, input.Request);
            if (decision.Refusal is null)
            {
                var again = PlacementEngine.Decide(input.Fleet, input.Request with { Previous = decision.Clusters });
                Assert.Equal(decision.Clusters, again.Clusters);
            }
        },
        iter: Fleets);

    [Fact]
    public void Decide_ScaledDown_AddsToNoCluster() => RandomPlacements.AnyCase.Sample(
        input =>
        {
            if (input.Request.Policy is not { ReplicaScheduling: { ReplicaSchedulingType: ReplicaScheduling.Divided } scheduling, SpreadConstraints.Count: 0 }
                || scheduling is { ReplicaDivisionPreference: ReplicaScheduling.Weighted, WeightPreference: null })
            {
                return;
            }

            var before = PlacementEngine.Decide(input.Fleet, input.Request);
            var after = PlacementEngine.Decide(input.Fleet, input.Request with { Replicas = (input.Request.Replicas + 1) / 2, Previous = before.Clusters });
            if (before.Refusal is null)
            {
                Assert.Null(after.Refusal);
                Assert.All(after.Clusters, assigned => Assert.True(assigned.Replicas <= before.ReplicasOf(assigned.Cluster)));
            }
        },
        iter: Fleets);

    [Fact]
    public void Decide_ScaledUp_TakesNoReplicaAway() => RandomPlacements.AnyCase.Sample(
        input =>
        {
            if (input.Request.Policy is not { ReplicaScheduling: { ReplicaSchedulingType: ReplicaScheduling.Divided, WeightPreference.DynamicWeight: not null }, SpreadConstraints.Count: 0 })
            {
                return;
            }

            var before = PlacementEngine.Decide(input.Fleet, input.Request);
            var after = PlacementEngine.Decide(input.Fleet, input.Request with { Replicas = input.Request.Replicas + 5, Previous = before.Clusters });
            if (before.Refusal is null && after.Refusal is null)
            {
                Assert.All(before.Clusters, assigned =>
                    Assert.True(after.Clusters.Single(other => other.Cluster == assigned.Cluster).Replicas >= assigned.Replicas));
            }
        },
        iter: Fleets);

    private static string GroupOf(PlacementCluster cluster, string field) => field switch
    {
        SpreadConstraint.Region => cluster.Region,
        SpreadConstraint.Zone => cluster.Zones[0],
        SpreadConstraint.Provider => cluster.Provider,
        _ => cluster.Name,
    };
}

using CsCheck;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

/// <summary>What holds for every fleet and every policy.</summary>
public sealed class PlacementProperties
{
    private const int Fleets = 10_000;

    private static readonly string[] Regions = ["north", "south", "east"];
    private static readonly string[] Spreads = ["", SpreadConstraint.Cluster, SpreadConstraint.Region];

    private static readonly Gen<PlacementCluster> AnyCluster =
        from name in Gen.Int[1, 40]
        from region in Gen.Int[0, Regions.Length - 1].Select(index => Regions[index])
        from zone in Gen.Int[1, 2]
        from pods in Gen.Int[0, 60]
        from cpu in Gen.Int[0, 40]
        select new PlacementCluster
        {
            Name = $"m{name:00}",
            Region = region,
            Zones = [$"{region}-{zone}"],
            Provider = "private",
            Apis = new HashSet<string> { "apps/v1/Deployment" },
            Available = new AvailableResources(
                new Dictionary<string, string> { ["pods"] = $"{pods}", ["cpu"] = $"{cpu}" }, new Dictionary<string, string>(), new Dictionary<string, string>()),
        };

    private static readonly ReplicaScheduling?[] Schedulings =
    [
        null,
        new ReplicaScheduling(ReplicaScheduling.Duplicated),
        new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Aggregated),
        new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted),
        new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas")),
    ];

    private static readonly Gen<ReplicaScheduling?> AnyScheduling = Gen.Int[0, Schedulings.Length - 1].Select(index => Schedulings[index]);

    private static readonly Gen<(PlacementCluster[] Fleet, PlacementRequest Request)> AnyCase =
        from fleet in AnyCluster.Array[1, 12]
        from scheduling in AnyScheduling
        from replicas in Gen.Int[1, 60]
        from least in Gen.Int[1, 3]
        from extra in Gen.Int[0, 3]
        from spread in Gen.Int[0, Spreads.Length - 1].Select(index => Spreads[index])
        from cpu in Gen.Int[0, 2]
        from uid in Gen.Int
        select (
            fleet.DistinctBy(cluster => cluster.Name).ToArray(),
            new PlacementRequest
            {
                ApiVersion = "apps/v1",
                Kind = "Deployment",
                Replicas = replicas,
                BindingUid = $"{uid}",
                Requests = cpu == 0 ? null : new Dictionary<string, string> { ["cpu"] = $"{cpu}" },
                Policy = new PlacementPolicy
                {
                    ReplicaScheduling = scheduling,
                    SpreadConstraints = spread.Length == 0 ? [] : [new SpreadConstraint(spread, least, least + extra)],
                },
            });

    [Fact]
    public void Decide_AnyCase_PlacesEveryReplicaOrRefuses() => AnyCase.Sample(
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
    public void Decide_AnyOrderOfTheFleet_DecidesTheSame() => AnyCase.Sample(
        input =>
        {
            var decision = PlacementEngine.Decide(input.Fleet, input.Request);
            var reversed = PlacementEngine.Decide([.. input.Fleet.Reverse()], input.Request);

            Assert.Equal(decision.Clusters, reversed.Clusters);
            Assert.Equal(decision.Refusal, reversed.Refusal);
        },
        iter: Fleets);

    [Fact]
    public void Decide_SpreadByCluster_KeepsMostGroups() => AnyCase.Sample(
        input =>
        {
            // Static weights name their clusters themselves: Karmada spreads nothing then.
            var isStatic = input.Request.Policy.ReplicaScheduling is { ReplicaDivisionPreference: ReplicaScheduling.Weighted, WeightPreference: null };
            var spread = input.Request.Policy.SpreadConstraints is [var only] ? only : null;
            if (spread?.SpreadByField == SpreadConstraint.Cluster && !isStatic)
            {
                var decision = PlacementEngine.Decide(input.Fleet, input.Request);
                Assert.True(decision.Clusters.Count <= spread.MaxGroups);
            }
        },
        iter: Fleets);

    [Fact]
    public void Decide_AgainWithItsOwnResult_MovesNothing() => AnyCase.Sample(
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
    public void Decide_ScaledUp_TakesNoReplicaAway() => AnyCase.Sample(
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
}

using CsCheck;
using Portal.Core.Distribution.Placement;

namespace Portal.Core.Tests.Distribution;

/// <summary>Random fleets of up to a dozen clusters, and a workload and a policy for each.</summary>
internal static class RandomPlacements
{
    private static readonly string[] Regions = ["north", "south", "east"];
    private static readonly string[] Providers = ["private", "public"];
    private static readonly string[] Spreads = ["", SpreadConstraint.Cluster, SpreadConstraint.Region, SpreadConstraint.Zone, SpreadConstraint.Provider];

    private static readonly Gen<PlacementCluster> AnyCluster =
        from name in Gen.Int[1, 40]
        from region in Gen.Int[0, Regions.Length - 1].Select(index => Regions[index])
        from zone in Gen.Int[1, 2]
        from provider in Gen.Int[0, Providers.Length - 1].Select(index => Providers[index])
        from pods in Gen.Int[0, 60]
        from cpu in Gen.Int[0, 40]
        select new PlacementCluster
        {
            Name = $"m{name:00}",
            Region = region,
            Zones = [$"{region}-{zone}"],
            Provider = provider,
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

    public static Gen<(PlacementCluster[] Fleet, PlacementRequest Request)> AnyCase { get; } =
        from fleet in AnyCluster.Array[1, 12]
        from scheduling in AnyScheduling
        from replicas in Gen.Int[1, 60]
        from least in Gen.Int[1, 3]
        from extra in Gen.Int[0, 3]
        from spread in Gen.Int[0, Spreads.Length - 1].Select(index => Spreads[index])
        from withClusters in Gen.Bool
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
                BeyondKarmada = true,
                Requests = cpu == 0 ? null : new Dictionary<string, string> { ["cpu"] = $"{cpu}" },
                Policy = new PlacementPolicy
                {
                    ReplicaScheduling = scheduling,
                    SpreadConstraints = Constraints(spread, least, least + extra, withClusters),
                },
            });

    // A constraint over clusters beside another one leaves room for a cluster of each group.
    private static SpreadConstraint[] Constraints(string spread, int least, int most, bool withClusters) =>
        spread.Length == 0 ? []
        : withClusters && spread != SpreadConstraint.Cluster ? [new SpreadConstraint(spread, least, most), new SpreadConstraint(SpreadConstraint.Cluster, least, most + 2)]
        : [new SpreadConstraint(spread, least, most)];
}

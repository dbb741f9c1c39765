using System.Globalization;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Placement;

namespace Portal.Benchmarks.Placement;

/// <summary>A fleet of many regions and a mix of policies over it; the same in each run.</summary>
internal static class WorkloadMix
{
    private const int Seed = 17;
    private static readonly string[] Providers = ["aws", "azure", "gcp", "private"];
    private static readonly string[] Environments = ["prod", "stage", "test"];
    private static readonly ReplicaScheduling Dynamic = new(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(DynamicWeight: "AvailableReplicas"));
    private static readonly ReplicaScheduling Aggregated = new(ReplicaScheduling.Divided, ReplicaScheduling.Aggregated);
    private static readonly ClusterAffinity Prod = new() { LabelSelector = new LabelSelector { MatchLabels = new Dictionary<string, string> { ["env"] = "prod" } } };

    private static readonly (string Name, PlacementPolicy Policy)[] Policies =
    [
        ("duplicated everywhere", new PlacementPolicy()),
        ("duplicated to the best ten of a label", new PlacementPolicy { ClusterAffinity = Prod, SpreadConstraints = [new(SpreadConstraint.Cluster, 1, 10)] }),
        ("by static weights", new PlacementPolicy
        {
            ReplicaScheduling = new(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(
                [new StaticWeight(Prod, 3), new StaticWeight(new ClusterAffinity { FieldSelector = new FieldSelector { MatchExpressions = [new("provider", "In", ["aws"])] } }, 1)])),
        }),
        ("by room, everywhere", new PlacementPolicy { ReplicaScheduling = Dynamic }),
        ("by room, in the best five", new PlacementPolicy { ReplicaScheduling = Dynamic, SpreadConstraints = [new(SpreadConstraint.Cluster, 2, 5)] }),
        ("aggregated", new PlacementPolicy { ReplicaScheduling = Aggregated, ClusterTolerations = [new("dedicated", "Exists")] }),
        ("by room, in two regions of eight", new PlacementPolicy
        {
            ReplicaScheduling = Dynamic,
            SpreadConstraints = [new(SpreadConstraint.Region, 2, 2), new(SpreadConstraint.Cluster, 2, 6)],
        }),
        ("ordered groups, the second of which fits", new PlacementPolicy
        {
            ClusterAffinities = [new ClusterAffinityTerm { AffinityName = "home", ClusterNames = ["nowhere"] }, new ClusterAffinityTerm { AffinityName = "rest" }],
            ReplicaScheduling = Aggregated,
        }),
    ];

    public static IReadOnlyList<PlacementCluster> Fleet(int clusters)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, clusters).Select(index => Cluster(index, random))];
    }

    /// <summary>Every policy in turn; a third of the workloads run somewhere already.</summary>
    public static IReadOnlyList<(string Policy, PlacementRequest Request)> Requests(IReadOnlyList<PlacementCluster> fleet, int count)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(index => (Policies[index % Policies.Length].Name, Request(index, fleet, random)))];
    }

    private static PlacementRequest Request(int index, IReadOnlyList<PlacementCluster> fleet, Random random) => new()
    {
        Policy = Policies[index % Policies.Length].Policy,
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Replicas = random.Next(1, 60),
        Requests = new Dictionary<string, string> { ["cpu"] = "250m", ["memory"] = "128Mi" },
        Previous = index % 3 == 0 ? [.. random.GetItems(fleet.ToArray(), 3).DistinctBy(cluster => cluster.Name).Select(cluster => new AssignedReplicas(cluster.Name, random.Next(1, 9)))] : [],
        BindingUid = index.ToString(CultureInfo.InvariantCulture),
    };

    private static PlacementCluster Cluster(int index, Random random) => new()
    {
        Name = $"member-{index:00000}",
        Provider = Providers[index % Providers.Length],
        Region = $"region-{random.Next(8)}",
        Zones = [$"zone-{random.Next(24)}"],
        Labels = new Dictionary<string, string> { ["env"] = Environments[index % Environments.Length], ["team"] = $"team-{random.Next(20)}", ["tier"] = $"{random.Next(4)}" },
        Taints = random.Next(10) == 0 ? [new ClusterTaint("dedicated", "batch", "NoSchedule")] : [],
        Apis = new HashSet<string> { "apps/v1/Deployment", "apps/v1/StatefulSet", "v1/ConfigMap", "v1/Service", "batch/v1/Job" },
        Available = new AvailableResources(
            new Dictionary<string, string> { ["cpu"] = $"{random.Next(4, 400)}", ["memory"] = $"{random.Next(8, 1600)}Gi", ["pods"] = $"{random.Next(100, 2000)}" },
            new Dictionary<string, string> { ["cpu"] = $"{random.Next(4_000)}m", ["memory"] = $"{random.Next(8)}Gi", ["pods"] = $"{random.Next(100)}" },
            new Dictionary<string, string>()),
    };
}

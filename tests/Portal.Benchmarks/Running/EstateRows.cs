using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Teams;

namespace Portal.Benchmarks.Running;

/// <summary>Rows of an estate; every figure follows from the index, so that each run has the same.</summary>
internal static class EstateRows
{
    private static readonly (string Provider, string[] Regions)[] Places =
    [
        ("aws", ["eu-west-1", "us-east-1", "ap-southeast-1"]),
        ("gce", ["europe-west1", "us-central1", "asia-east1"]),
        ("azure", ["westeurope", "eastus", "southeastasia"]),
        ("huaweicloud", ["cn-north-4", "cn-south-1", "ap-southeast-3"]),
        ("edge", ["edge-east", "edge-west", "edge-north"]),
    ];

    private static readonly string[] Versions = ["v1.31.12", "v1.32.8", "v1.33.4", "v1.34.1", "v1.35.2"];
    private static readonly string[] Teams = ["payments", "search", "media", "platform", "retail", "data", "iot"];

    public static IEnumerable<Fleet> Fleets() => Teams.Select(team => new Fleet
    {
        Name = team,
        TeamId = Team.PlatformId,
        CreatedAt = DateTimeOffset.UtcNow,
        CreatedBy = "bench",
    });

    public static Cluster Cluster(int index, Guid fleetId)
    {
        var (provider, regions) = Places[index % Places.Length];
        var region = regions[index / Places.Length % regions.Length];
        var environment = index % 3 == 0 ? "prod" : "test";
        var nodes = 3 + (index % 4);
        return new Cluster
        {
            Name = $"{environment}-{region}-{index:0000}",
            FleetId = fleetId,
            Kind = (ClusterKind)(index % 4),
            Provider = provider,
            Region = region,
            Zone = $"{region}{(char)('a' + (index % 3))}",
            Labels = new Dictionary<string, string> { ["env"] = environment, ["tier"] = $"t{index % 9}", ["cost-centre"] = $"{1000 + (index % 50)}" },
            ApiServer = $"https://member-{index}.example:6443",
            KubernetesVersion = Versions[index / 7 % Versions.Length],
            State = index % 50 == 7 ? ClusterState.Degraded : ClusterState.Healthy,
            StateReason = index % 50 == 7 ? "1 of 3 nodes is not ready." : "",
            StateSince = DateTimeOffset.UtcNow.AddHours(-1),
            LastSeenAt = DateTimeOffset.UtcNow.AddSeconds(-(index % 60)),
            LastCheckedAt = DateTimeOffset.UtcNow.AddSeconds(-(index % 60)),
            Nodes = nodes,
            NodesReady = nodes,
            CpuCapacity = nodes * 8000,
            CpuAllocatable = nodes * 7800,
            CpuRequested = nodes * (1000 + (index % 6000)),
            MemoryCapacity = nodes * (32L << 30),
            MemoryAllocatable = nodes * (30L << 30),
            MemoryRequested = nodes * ((4L + (index % 24)) << 30),
            PodCapacity = nodes * 110,
            Pods = nodes * (10 + (index % 60)),
            JoinedAt = DateTimeOffset.UtcNow.AddDays(-30),
            CreatedAt = DateTimeOffset.UtcNow.AddDays(-30),
            CreatedBy = "bench",
        };
    }

    public static ClusterCredential Credential(Guid clusterId, byte[] protectedToken) => new()
    {
        ClusterId = clusterId,
        ProtectedToken = protectedToken,
        IssuedAt = DateTimeOffset.UtcNow,
        ExpiresAt = DateTimeOffset.UtcNow.AddDays(7),
        RenewAt = DateTimeOffset.UtcNow.AddDays(5),
    };
}

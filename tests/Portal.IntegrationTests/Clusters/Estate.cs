using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Teams;

namespace Portal.IntegrationTests.Clusters;

/// <summary>Rows of clusters for tests, and the people who look at them.</summary>
internal static class Estate
{
    public static readonly Actor Operator = new(Guid.CreateVersion7(), "olga", new HashSet<PortalRole> { PortalRole.Operator });

    public static readonly Actor Viewer = new(Guid.CreateVersion7(), "vera", new HashSet<PortalRole> { PortalRole.Viewer });

    private static readonly string[] Providers = ["aws", "gce", "huaweicloud", "kubeedge"];

    private static readonly string[] Versions = ["v1.9.0", "v1.31.2", "v1.35.1"];

    public static Fleet Fleet(string name) => new()
    {
        Name = name,
        TeamId = Team.PlatformId,
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "test",
    };

    /// <summary>Every figure follows from the index.</summary>
    public static Cluster Cluster(int index, Guid fleetId) => new()
    {
        Name = $"member-{index:00000}",
        FleetId = fleetId,
        Kind = (ClusterKind)(index % 4),
        Provider = Providers[index % Providers.Length],
        Region = $"region-{index % 10}",
        Zone = $"zone-{index % 3}",
        Labels = new Dictionary<string, string> { ["env"] = index % 2 == 0 ? "prod" : "test", ["tier"] = $"t{index % 7}" },
        ApiServer = $"https://member-{index}.example:6443",
        KubernetesVersion = Versions[index % Versions.Length],
        State = index % 10 == 0 ? ClusterState.Unreachable : ClusterState.Healthy,
        StateSince = DateTimeOffset.UnixEpoch,
        LastSeenAt = DateTimeOffset.UnixEpoch.AddSeconds(index),
        Nodes = index % 5 == 0 ? null : index % 9,
        NodesReady = index % 5 == 0 ? null : index % 9,
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "test",
    };
}

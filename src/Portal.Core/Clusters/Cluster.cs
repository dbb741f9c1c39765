using Portal.Core.Fleets;

namespace Portal.Core.Clusters;

/// <summary>A member cluster as the portal knows it. Credentials and node lists live in tables of their own.</summary>
public sealed class Cluster
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>A DNS label of at most 48 characters (Karmada's limit), unique in the portal.</summary>
    public required string Name { get; init; }

    public required Guid FleetId { get; set; }

    public Fleet? Fleet { get; init; }

    public ClusterKind Kind { get; set; }

    public string Provider { get; set; } = "";

    public string Region { get; set; } = "";

    public string Zone { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    public List<ClusterTaint> Taints { get; set; } = [];

    /// <summary>The API server's URL, without a trailing slash.</summary>
    public string ApiServer { get; set; } = "";

    /// <summary>The PEM certificates that the API server's certificate must chain to; empty for the system's roots.</summary>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>The name that the API server's certificate is for, when it is not the host of <see cref="ApiServer"/>; else empty.</summary>
    public string TlsServerName { get; set; } = "";

    /// <summary>The UID of the namespace kube-system: the same cluster cannot be joined twice.</summary>
    public string? ClusterUid { get; set; }

    /// <summary>The git version that /version reports ("v1.35.2").</summary>
    public string KubernetesVersion { get; set; } = "";

    public ClusterState State { get; set; } = ClusterState.Joining;

    public DateTimeOffset StateSince { get; set; }

    /// <summary>Why the state is what it is, in words; empty when healthy.</summary>
    public string StateReason { get; set; } = "";

    /// <summary>A state seen once that becomes <see cref="State"/> when seen again.</summary>
    public ClusterState? CandidateState { get; set; }

    /// <summary>The last observation that got an answer; null when there was none.</summary>
    public DateTimeOffset? LastSeenAt { get; set; }

    public DateTimeOffset? LastCheckedAt { get; set; }

    /// <summary>When the next health check is due; null while joining.</summary>
    public DateTimeOffset? NextCheckAt { get; set; }

    public int ConsecutiveFailures { get; set; }

    /// <summary>Milliseconds that /readyz took in the last answered observation.</summary>
    public int? ApiLatencyMilliseconds { get; set; }

    // Null means "not read yet": an unknown figure is never shown as zero.
    public int? Nodes { get; set; }

    public int? NodesReady { get; set; }

    /// <summary>Thousandths of a core.</summary>
    public long? CpuCapacity { get; set; }

    public long? CpuAllocatable { get; set; }

    public long? CpuRequested { get; set; }

    /// <summary>Bytes.</summary>
    public long? MemoryCapacity { get; set; }

    public long? MemoryAllocatable { get; set; }

    public long? MemoryRequested { get; set; }

    public int? PodCapacity { get; set; }

    public int? Pods { get; set; }

    public DateTimeOffset? JoinedAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The slug of the team for which people were last bound to roles in the cluster (<see cref="PeopleBindings"/>); null where they are not.</summary>
    public string? PeopleBoundTo { get; set; }

    /// <summary>Before this time it is not tried to bind them again.</summary>
    public DateTimeOffset? PeopleNextTryAt { get; set; }

    /// <summary>Grows with each change that a person makes. Not xmin: a health check would make every open form stale.</summary>
    public uint Version { get; set; } = 1;
}

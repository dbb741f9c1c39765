using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Applications;

/// <summary>What an application is to be on one cluster, and what it came to.</summary>
public sealed class ApplicationCluster
{
    public required Guid ApplicationId { get; init; }

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    /// <summary>Replicas by workload (its key in the source); empty for an application without workloads.</summary>
    public Dictionary<string, int> Replicas { get; set; } = [];

    /// <summary>The revision that it is to have; null when it is to be removed from there.</summary>
    public int? Revision { get; set; }

    /// <summary>The revision that was delivered there in full last; null for none.</summary>
    public int? DeliveredRevision { get; set; }

    public ClusterDelivery State { get; set; }

    /// <summary>Why it failed; else empty.</summary>
    public string Reason { get; set; } = "";

    public Guid? OperationId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>When its objects there were last looked at; null when never.</summary>
    public DateTimeOffset? CheckedAt { get; set; }
}

/// <summary>How far an application is on one cluster.</summary>
public enum ClusterDelivery
{
    /// <summary>Its turn comes, or its operation runs.</summary>
    Pending,

    Delivered,

    Failed,
}

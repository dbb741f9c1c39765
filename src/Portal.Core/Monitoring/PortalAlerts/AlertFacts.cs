using Portal.Core.Clusters;
using Portal.Core.Operations;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>What is read of a joined cluster to judge whether to warn of it.</summary>
/// <param name="TokenRenewAt">Null where the portal has no token there.</param>
/// <param name="AuthorityEnds">When the last certificate that its API server is trusted by ends; null where none is known.</param>
/// <param name="AnsweredTo">Up to when its metrics are known; null where none ever were.</param>
/// <param name="MetricsSilent">True when its metrics endpoint did not answer when it was last asked, which was not long ago.</param>
internal sealed record ClusterFacts(
    Guid Id, string Name, Guid FleetId, ClusterState State, DateTimeOffset StateSince, string StateReason,
    DateTimeOffset? TokenRenewAt, DateTimeOffset? TokenExpiresAt, string TokenProblem, DateTimeOffset? AuthorityEnds,
    DateTimeOffset? AnsweredTo, bool MetricsSilent, string MetricsWhy);

/// <summary>An operation that has failed, or a later one of the same kind on the same target.</summary>
internal sealed record OperationFacts(
    Guid Id, string Kind, string TargetKey, string TargetName, string? Component, Guid? ClusterId, string? ClusterName, Guid? FleetId,
    OperationState State, DateTimeOffset? EndedAt, string? ErrorWhat, string? ErrorWhy)
{
    public string SubjectKey => Component is null ? $"{Kind}/{TargetKey}" : $"{Kind}/{TargetKey}/{Component}";
}

/// <summary>A component whose drift is known or was warned of.</summary>
/// <param name="Objects">How many objects differ; null when nothing is known now.</param>
internal sealed record ComponentFacts(Guid ReleaseId, string Component, Guid ClusterId, string ClusterName, Guid FleetId, int? Objects, DateTimeOffset Since);

/// <summary>A request for a cluster that waits for an approver.</summary>
internal sealed record RequestFacts(Guid Id, string Name, Guid FleetId, string TeamName, string AskedBy, DateTimeOffset Since);

/// <summary>An application with objects that are not as it says.</summary>
/// <param name="Cluster">The one cluster where that is so; null for several.</param>
internal sealed record ApplicationFacts(Guid Id, string Name, Guid FleetId, bool IsChanging, int Objects, int Clusters, string? Cluster, DateTimeOffset Since);

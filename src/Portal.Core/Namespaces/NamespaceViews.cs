using Portal.Core.Approvals;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Namespaces;

/// <summary>How far a namespace is, as lists show it.</summary>
public enum NamespaceState
{
    /// <summary>It waits for an approver, and is nowhere yet.</summary>
    Waiting,

    /// <summary>The rules or an approver said no, and it is nowhere yet.</summary>
    Refused,

    Withdrawn,

    Expired,

    /// <summary>It is brought to its clusters.</summary>
    Delivering,

    /// <summary>It is on all of its clusters as approved.</summary>
    Delivered,

    /// <summary>It is not on all of its clusters as approved.</summary>
    Failed,

    /// <summary>It is removed from its clusters; it holds its name and quota until it is gone.</summary>
    Deleting,
}

/// <summary>A row of the list.</summary>
/// <param name="State">How far what was approved is; without any, how what was asked was decided.</param>
/// <param name="Reason">Why it was refused, has failed, or is still being deleted; empty else.</param>
/// <param name="Ask">How what is asked for now was decided: another than Approved for a namespace that is delivered is a change that is open.</param>
/// <param name="Clusters">On how many clusters it is, or is to be.</param>
/// <param name="Failed">On how many of them its last delivery failed.</param>
/// <param name="Drifted">How many of its objects are missing or not what was approved.</param>
/// <param name="Quota">As approved, or as asked where nothing is.</param>
/// <param name="ExpiresAt">Until when what waits must be decided.</param>
public sealed record NamespaceSummary(
    Guid Id,
    string Name,
    Guid TeamId,
    string TeamName,
    string TeamSlug,
    Guid FleetId,
    string FleetName,
    NamespaceState State,
    string Reason,
    AskState Ask,
    int Clusters,
    int Failed,
    int Drifted,
    IReadOnlyDictionary<string, string> Quota,
    Guid AskedById,
    string AskedBy,
    Guid ChangedById,
    string ChangedBy,
    DateTimeOffset AskedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset ExpiresAt,
    uint Version);

/// <summary>A namespace as its own page shows it.</summary>
/// <param name="Spec">What is asked for now.</param>
/// <param name="Approved">What is delivered and kept; null until something was approved.</param>
/// <param name="ContentHash">Give it back with an approval or a refusal: it says what was seen.</param>
/// <param name="Checks">What the rules said last.</param>
/// <param name="Clusters">By name.</param>
/// <param name="Manifests">What is written to each cluster, as YAML: of what is asked for now.</param>
/// <param name="ApplicationId">What brings it to clusters; null before, and for who may not see it.</param>
/// <param name="OperationId">Its latest delivery or removal; null before, and for who may not see it.</param>
/// <param name="Events">Oldest first.</param>
public sealed record NamespaceDetail(
    NamespaceSummary Summary,
    NamespaceSpec Spec,
    NamespaceSpec? Approved,
    string ContentHash,
    IReadOnlyList<RuleResult> Checks,
    string ApprovedBy,
    DateTimeOffset? ApprovedAt,
    string Comment,
    IReadOnlyList<NamespaceClusterView> Clusters,
    string Manifests,
    Guid? ApplicationId,
    Guid? OperationId,
    IReadOnlyList<NamespaceEventView> Events);

/// <summary>A namespace on one cluster.</summary>
/// <param name="State">How far its last delivery there is.</param>
/// <param name="Reason">Why it failed; empty else.</param>
/// <param name="IsChosen">False for a cluster that what was approved no longer chooses: it keeps what it has until its loss is confirmed.</param>
/// <param name="CheckedAt">When its objects there were last looked at; null when never.</param>
/// <param name="Problems">Objects that are not as they should be.</param>
public sealed record NamespaceClusterView(
    Guid ClusterId,
    string ClusterName,
    string Region,
    ClusterDelivery State,
    string Reason,
    bool IsChosen,
    DateTimeOffset? CheckedAt,
    IReadOnlyList<NamespaceObjectView> Problems);

/// <param name="Label">"ResourceQuota shop/team-quota".</param>
public sealed record NamespaceObjectView(string Label, ObjectHealth Health, string Reason);

public sealed record NamespaceEventView(DateTimeOffset At, NamespaceEventKind Kind, string ActorName, string Text, string ContentHash, Guid? OperationId);

/// <summary>What would become of a draft.</summary>
/// <param name="NeedsApproval">True when an approver decides, once it passes the rules.</param>
/// <param name="Clusters">The names of the clusters that are chosen now.</param>
/// <param name="Losing">The names of the clusters that would lose the namespace, with all that is in it, by this change: to be confirmed.</param>
/// <param name="Manifests">What would be written to each cluster, as YAML.</param>
public sealed record NamespaceCheck(
    IReadOnlyList<RuleResult> Rules, bool NeedsApproval, IReadOnlyList<string> Clusters, IReadOnlyList<string> Losing, string Manifests);

/// <summary>A check, with what the clusters say.</summary>
/// <param name="PreviewId">The preview of the delivery: its objects by cluster, with their diffs, follow when a worker has asked the clusters.</param>
/// <param name="Shortfalls">Where less would be allowed than is used now.</param>
/// <param name="Unanswered">Clusters that did not tell what is used, with the reason.</param>
public sealed record NamespacePreview(
    NamespaceCheck Check, Guid PreviewId, IReadOnlyList<NamespaceShortfall> Shortfalls, IReadOnlyList<NamespaceSilence> Unanswered);

/// <param name="Used">Now, as the cluster's ResourceQuota says.</param>
/// <param name="Asked">What the quota would be.</param>
public sealed record NamespaceShortfall(string ClusterName, string Resource, string Used, string Asked);

public sealed record NamespaceSilence(string ClusterName, string Reason);

/// <summary>What one cluster says of the namespace's quota.</summary>
/// <param name="Hard">The limits in force there; empty where there is no quota.</param>
/// <param name="Problem">Why it is not known; empty else.</param>
public sealed record NamespaceUsage(
    Guid ClusterId, string ClusterName, IReadOnlyDictionary<string, string> Hard, IReadOnlyDictionary<string, string> Used, string Problem);

/// <summary>What is in the namespace on one cluster.</summary>
/// <param name="Counts">Objects by kind (Deployment, StatefulSet, DaemonSet, Job, CronJob, Pod, PersistentVolumeClaim, Service); at most 500 of each are counted.</param>
/// <param name="Problem">Why it is not known; empty else.</param>
public sealed record NamespaceContents(Guid ClusterId, string ClusterName, IReadOnlyDictionary<string, int> Counts, string Problem);

/// <summary>A started act.</summary>
/// <param name="OperationId">Null when none was needed.</param>
public sealed record NamespaceStarted(Guid Id, Guid? OperationId);

using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Sources.Sync;

namespace Portal.Core.Distribution.Applications;

/// <summary>A row of the list.</summary>
/// <param name="Clusters">On how many clusters it is, or is to be.</param>
/// <param name="Failed">On how many of them its last delivery failed.</param>
/// <param name="Health">Its objects on all clusters, counted by what is said of them.</param>
/// <param name="NamespaceId">The team's namespace that it brings to clusters, which alone changes it; null for an application of people.</param>
public sealed record ApplicationSummary(
    Guid Id,
    string Name,
    Guid FleetId,
    string FleetName,
    string Description,
    ApplicationState State,
    string StateReason,
    DateTimeOffset StateSince,
    int LatestRevision,
    int? DeliveredRevision,
    int Clusters,
    int Failed,
    IReadOnlyDictionary<ObjectHealth, int> Health,
    Guid? LastOperationId,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    Guid? ControlPlaneId = null,
    Guid? NamespaceId = null);

/// <summary>An application's own page.</summary>
/// <param name="Clusters">To which the portal delivers: with Karmada its control plane alone.</param>
/// <param name="Members">To which Karmada carries it; empty where the portal delivers directly.</param>
public sealed record ApplicationDetail(
    ApplicationSummary Summary, IReadOnlyList<ApplicationClusterView> Clusters, IReadOnlyList<ApplicationMemberView>? Members = null);

/// <param name="ClusterId">The portal's own cluster of that name; null where it has not joined it.</param>
/// <param name="Reason">Why nothing is known of it; else empty.</param>
public sealed record ApplicationMemberView(
    string Member, Guid? ClusterId, IReadOnlyDictionary<string, int> Replicas, string Reason, DateTimeOffset CheckedAt, IReadOnlyList<MemberObject> Objects);

/// <param name="Revision">Null when it is to be removed from there.</param>
public sealed record ApplicationClusterView(
    Guid ClusterId,
    string ClusterName,
    string Region,
    IReadOnlyDictionary<string, int> Replicas,
    int? Revision,
    int? DeliveredRevision,
    ClusterDelivery State,
    string Reason,
    Guid? OperationId,
    DateTimeOffset At,
    IReadOnlyList<ApplicationObjectView> Objects);

/// <param name="Created">False for what somebody else had made: it is never removed with the application.</param>
public sealed record ApplicationObjectView(
    string ApiVersion, string Kind, string Namespace, string Name, bool Created, int Revision, ObjectHealth Health, string Reason, DateTimeOffset? CheckedAt);

/// <summary>A row of the history.</summary>
/// <param name="Objects">"apps/v1 Deployment shop/web".</param>
/// <param name="Origin">From where the manifests came; null when a person gave them.</param>
public sealed record ApplicationRevisionSummary(
    int Number, IReadOnlyList<string> Objects, ApplicationPolicy Policy, string Note, DateTimeOffset CreatedAt, string CreatedBy, SourceOrigin? Origin = null);

/// <summary>A revision with its manifests, which may hold secrets: for those who may change it.</summary>
public sealed record ApplicationRevisionDetail(ApplicationRevisionSummary Summary, string Source)
{
    public override string ToString() => nameof(ApplicationRevisionDetail);
}

/// <summary>A revision as Karmada's policies.</summary>
/// <param name="Yaml">The policies that Karmada would be given, as a YAML stream.</param>
/// <param name="Refusals">What Karmada has not, or does not take; empty when it can deliver the revision.</param>
public sealed record KarmadaPoliciesView(string Yaml, IReadOnlyList<string> Refusals);

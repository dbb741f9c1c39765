using System.Text.Json.Nodes;
using Portal.Core.Components.Values;
using Portal.Core.Rollouts;

namespace Portal.Core.Components;

/// <summary>A card of the catalogue.</summary>
/// <param name="System">The title of the system that it is a part of, or null.</param>
public sealed record ComponentSummary(
    string Name,
    string Title,
    string Description,
    string LatestVersion,
    IReadOnlyList<string> Versions,
    string Docs,
    string Category,
    IReadOnlyDictionary<ReleaseState, int> ByState,
    string? System = null);

/// <summary>A catalogue entry's own page.</summary>
/// <param name="DefaultValues">YAML: what the portal sets unless the person says otherwise.</param>
/// <param name="Requirements">In words, one a line: "Kubernetes 1.25 or newer".</param>
/// <param name="Readiness">In words, one a line: "Deployment volcano-scheduler".</param>
/// <param name="ValuesSchema">A JSON schema of what a person may give, or null. What is secret in it has writeOnly.</param>
public sealed record ComponentDetail(
    ComponentSummary Summary,
    string Chart,
    string Repository,
    string Namespace,
    string DefaultValues,
    IReadOnlyList<string> Requirements,
    IReadOnlyList<string> Readiness,
    JsonObject? ValuesSchema = null);

/// <summary>A cell of the matrix component × cluster.</summary>
/// <param name="HasEarlier">True when there is another revision to roll back to.</param>
/// <param name="Adopted">True when somebody else's helm installed it, and the portal took it over.</param>
public sealed record ReleaseSummary(
    Guid Id,
    Guid ClusterId,
    string ClusterName,
    string Component,
    string Version,
    int Revision,
    ReleaseState State,
    DateTimeOffset StateSince,
    string StateReason,
    Guid? LastOperationId,
    bool HasEarlier = false,
    bool Adopted = false);

/// <param name="Values">The YAML that the person gave; only for those who may manage components, else null.</param>
public sealed record ReleaseDetail(
    ReleaseSummary Summary,
    string Namespace,
    string ReleaseName,
    string? Values,
    IReadOnlyList<RevisionView> Revisions);

public sealed record RevisionView(int Revision, string Version, string Action, string ActorName, DateTimeOffset At, Guid OperationId);

/// <param name="Version">A version of the catalogue entry; null for its newest.</param>
/// <param name="Values">YAML laid over the defaults; may be empty; at most 256 KiB.</param>
/// <param name="OnNotReady">What becomes of an upgrade that does not become ready.</param>
public sealed record InstallRequest(string Component, IReadOnlyList<Guid> ClusterIds, string? Version, string Values, ChangeFailure OnNotReady = ChangeFailure.RollBack)
{
    /// <summary>Without the values: they may hold secrets.</summary>
    public override string ToString() => $"InstallRequest {{ Component = {Component}, Clusters = {ClusterIds.Count} }}";
}

/// <summary>What an upgrade would change of a release's values, defaults included.</summary>
public sealed record ValuesComparison(
    Guid ClusterId, string ClusterName, string FromVersion, string ToVersion, IReadOnlyList<ValueChange> Changes);

/// <summary>An operation that was queued for a cluster, or the reason why not: one refused cluster does not stop the others.</summary>
public sealed record StartedOperation(Guid ClusterId, Guid? OperationId, string? Refusal);

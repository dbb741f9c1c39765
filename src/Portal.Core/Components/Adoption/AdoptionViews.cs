namespace Portal.Core.Components.Adoption;

/// <summary>What was found in a cluster, and when.</summary>
/// <param name="SeenAt">When the cluster last answered; null when it never did.</param>
/// <param name="Asked">True while a fresh look is awaited.</param>
/// <param name="Problem">Why the last look failed; else empty.</param>
public sealed record DiscoveredReleases(DateTimeOffset? SeenAt, bool Asked, string Problem, IReadOnlyList<DiscoveredReleaseView> Items);

/// <summary>A release that helm has in a cluster, and the portal has not. Its values are not read for this.</summary>
/// <param name="Components">The components of the catalogue that it may be.</param>
/// <param name="InCatalogue">True when the catalogue offers its version: another one is kept until it is upgraded.</param>
/// <param name="Refusal">Why it cannot be adopted now; null when it can be.</param>
public sealed record DiscoveredReleaseView(
    Guid ClusterId,
    string ClusterName,
    string Namespace,
    string Name,
    int Revision,
    string Status,
    string Chart,
    string Version,
    string AppVersion,
    DateTimeOffset? UpdatedAt,
    MatchKind Match,
    IReadOnlyList<string> Components,
    bool InCatalogue,
    string? Refusal);

/// <param name="Component">Which component it is; null where the match is the only one.</param>
public sealed record AdoptionRequest(Guid ClusterId, string Namespace, string Name, string? Component = null);

/// <summary>An adoption that was queued, or the reason why not: one that is refused does not stop the others.</summary>
public sealed record StartedAdoption(Guid ClusterId, string Namespace, string Name, Guid? OperationId, string? Refusal);

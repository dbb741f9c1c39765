using Portal.Core.Distribution.Placement;
using Portal.Core.Namespaces.Policies;

namespace Portal.Core.Namespaces.Rules;

/// <summary>All that rules judge a namespace by.</summary>
/// <param name="FleetTeamId">The team that owns the fleet; null when there is no such fleet.</param>
/// <param name="Clusters">Of the fleet, as they are now.</param>
/// <param name="Others">What other namespaces hold in the fleet, whoever has them.</param>
/// <param name="TeamNamespaces">How many other namespaces the team has, wherever.</param>
internal sealed record NamespaceFacts(
    string Name,
    Guid TeamId,
    Guid FleetId,
    Guid? FleetTeamId,
    NamespaceSpec Spec,
    NamespaceLimits Limits,
    IReadOnlyList<PlacementCluster> Clusters,
    IReadOnlyList<HeldNamespace> Others,
    int TeamNamespaces)
{
    /// <summary>The clusters that are chosen now.</summary>
    public IReadOnlyList<PlacementCluster> Chosen => NamespaceSelection.Choose(Spec.Placement, Clusters);
}

/// <summary>What another namespace holds: its name and its quota on its clusters.</summary>
internal sealed record HeldNamespace(string Name, Guid TeamId, NamespacePlacement Placement, IReadOnlyDictionary<string, string> Quota);

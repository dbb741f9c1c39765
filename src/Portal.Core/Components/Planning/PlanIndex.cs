using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>Catalogue and facts, for looking up. Names sort by ordinal, so that equal input gives equal plans everywhere.</summary>
internal sealed class PlanIndex
{
    private readonly Dictionary<string, PlanComponent> _components;
    private readonly Dictionary<Guid, ClusterFacts> _clusters;
    private readonly Dictionary<PlanTarget, InstalledRelease> _installed = [];
    private readonly ILookup<string, ClusterFacts> _byRole;
    private readonly ILookup<PlanTarget, PlanRequirement> _links;
    private readonly ILookup<PlanTarget, (PlanTarget Dependent, PlanRequirement Requirement)> _dependents;

    public PlanIndex(IEnumerable<PlanComponent> components, IEnumerable<ClusterFacts> clusters, PlanTies? ties = null)
    {
        _components = components.ToDictionary(component => component.Name);
        Clusters = [.. clusters.OrderBy(cluster => cluster.Name, StringComparer.Ordinal).ThenBy(cluster => cluster.Id)];
        _clusters = Clusters.ToDictionary(cluster => cluster.Id);
        _links = (ties ?? PlanTies.None).Links.Distinct()
            .OrderBy(link => link.Provider.ClusterId).ThenBy(link => link.Provider.Component, StringComparer.Ordinal)
            .ToLookup(link => link.Dependent, link => new PlanRequirement(link.Provider.Component) { ClusterId = link.Provider.ClusterId });
        _byRole = Clusters.SelectMany(cluster => cluster.Roles.Select(role => (role, cluster))).ToLookup(pair => pair.role, pair => pair.cluster);
        foreach (var cluster in Clusters)
        {
            foreach (var release in cluster.Installed)
            {
                _installed[new PlanTarget(cluster.Id, release.Component)] = release;
            }
        }

        _dependents = Sort(_installed.Keys)
            // What was begun and never done needs nothing, but goes before what it was built on.
            .SelectMany(dependent => (UsableVersion(dependent) is null ? _links[dependent] : Requirements(dependent, null))
                .SelectMany(requirement => Places(requirement, dependent.ClusterId).Select(place => (place, dependent, requirement))))
            .ToLookup(row => row.place, row => (row.dependent, row.requirement));
    }

    /// <summary>By name.</summary>
    public IReadOnlyList<ClusterFacts> Clusters { get; }

    /// <summary>All that is installed and of which the catalogue knows.</summary>
    public IEnumerable<PlanTarget> AllInstalled => Sort(_installed.Keys.Where(target => _components.ContainsKey(target.Component)));

    public PlanComponent? Component(string name) => _components.GetValueOrDefault(name);

    public bool IsStep(PlanTarget target) => Component(target.Component)?.IsStep == true;

    public ClusterFacts? Cluster(Guid id) => _clusters.GetValueOrDefault(id);

    public InstalledRelease? Installed(PlanTarget target) => _installed.GetValueOrDefault(target);

    /// <summary>The version that others can count on now, or null.</summary>
    public string? UsableVersion(PlanTarget target) => Installed(target) is { State: not InstalledState.NeverDone } release ? release.Version : null;

    /// <summary>What a component on a cluster needs: with the values of the wish, else of the release, else the defaults.</summary>
    public IEnumerable<PlanRequirement> Requirements(PlanTarget target, PlanWish? wish)
    {
        var component = Component(target.Component);
        var off = Off(target, wish);
        return (component?.Requirements ?? []).Where(requirement => requirement.EnabledBy is null || off?.Contains(requirement.EnabledBy) != true)
            .Concat(_links[target]);
    }

    /// <summary>Whether the component may not share addresses with others of its kind, with the same values.</summary>
    public bool NeedsDisjointNetworks(PlanTarget target, PlanWish? wish) => Component(target.Component) is { NeedsDisjointNetworks: true } component
        && (component.DisjointBy is null || Off(target, wish)?.Contains(component.DisjointBy) != true);

    /// <summary>What is installed on the same cluster and known to the catalogue.</summary>
    public IEnumerable<PlanTarget> InstalledBeside(PlanTarget target) => Cluster(target.ClusterId)!.Installed
        .Select(release => new PlanTarget(target.ClusterId, release.Component))
        .Where(other => other != target && UsableVersion(other) is not null && _components.ContainsKey(other.Component));

    /// <summary>What is installed and counts on <paramref name="target"/>, whether that is there or not.</summary>
    public IEnumerable<(PlanTarget Dependent, PlanRequirement Requirement)> Dependents(PlanTarget target) => _dependents[target];

    public string Title(string component) => Component(component)?.Title ?? component;

    /// <summary>"Istio on member1".</summary>
    public string Name(PlanTarget target) => $"{Title(target.Component)} on {ClusterName(target)}";

    public string ClusterName(PlanTarget target) => Cluster(target.ClusterId)?.Name ?? target.ClusterId.ToString();

    public string Id(PlanTarget target) => PlannedChange.IdOf(ClusterName(target), target.Component);

    /// <summary>Where a requirement of a component on <paramref name="clusterId"/> can be met: there, or on the clusters of its role.</summary>
    public IEnumerable<PlanTarget> Places(PlanRequirement requirement, Guid clusterId) => requirement.ClusterId is { } there
        ? [new PlanTarget(there, requirement.Component)]
        : requirement.Role is null
        ? [new PlanTarget(clusterId, requirement.Component)]
        : _byRole[requirement.Role].Select(cluster => new PlanTarget(cluster.Id, requirement.Component));

    /// <summary>True when the version is one that the requirement takes.</summary>
    public static bool Fits(string? range, string version) => range is null || VersionRange.Contains(range, version);

    /// <summary>By cluster name, then component.</summary>
    public IEnumerable<PlanTarget> Sort(IEnumerable<PlanTarget> targets) =>
        targets.OrderBy(ClusterName, StringComparer.Ordinal).ThenBy(target => target.ClusterId).ThenBy(target => target.Component, StringComparer.Ordinal);

    private IReadOnlySet<string>? Off(PlanTarget target, PlanWish? wish) =>
        wish?.Off ?? (UsableVersion(target) is null ? null : Installed(target)!.Off) ?? Component(target.Component)?.Off;
}

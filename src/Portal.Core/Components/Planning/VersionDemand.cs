using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>What somebody says of the version of another component: that it must be in a range, or must not be.</summary>
/// <param name="Versions">Null for any.</param>
internal sealed record VersionDemand(PlanTarget By, string Component, string? Versions, bool Excludes = false)
{
    public bool Takes(string version) => PlanIndex.Fits(Versions, version) != Excludes;

    /// <summary>"Kiali on member1 needs Istio 1.20 or newer".</summary>
    public string Words(PlanIndex index) => Excludes
        ? $"{index.Name(By)} does not go together with {index.Title(Component)} {VersionRange.Describe(Versions!)}"
        : $"{index.Name(By)} needs {index.Title(Component)} {VersionRange.Describe(Versions!)}";

    /// <summary>What those who are planned say of a node.</summary>
    public static IEnumerable<VersionDemand> Planned(PlanIndex index, PlanNode node, IEnumerable<PlanNode> neighbours) => node.NeededBy
        .Select(need => new VersionDemand(need.Dependent.Target, need.Requirement.Component, need.Requirement.Versions))
        .Concat(neighbours.SelectMany(neighbour => Exclusions(neighbour.Target, neighbour.Component, node.Target))
            // Two that are side by side already stay so.
            .Where(demand => index.UsableVersion(demand.By) is null || index.UsableVersion(node.Target) is not { } version || demand.Takes(version)))
        .Distinct();

    /// <summary>What those who are installed say of a target, whether it is there or not.</summary>
    public static IEnumerable<VersionDemand> Installed(PlanIndex index, PlanTarget target) => index.Dependents(target)
        .Select(row => new VersionDemand(row.Dependent, target.Component, row.Requirement.Versions))
        .Concat(index.InstalledBeside(target).SelectMany(other => Exclusions(other, index.Component(other.Component)!, target)));

    private static IEnumerable<VersionDemand> Exclusions(PlanTarget by, PlanComponent component, PlanTarget target) => component.Conflicts
        .Where(conflict => conflict.Component == target.Component && conflict.Versions is not null && by != target)
        .Select(conflict => new VersionDemand(by, target.Component, conflict.Versions, Excludes: true));
}

using Portal.Core.Components.Systems;

namespace Portal.Core.Components.Planning;

/// <summary>What a plan is made from, as far as PostgreSQL knows it. May hold secrets: never into a log, message or result.</summary>
/// <param name="Clusters">Clusters that are gone are not among them.</param>
/// <param name="Wishes">Of the request's items.</param>
/// <param name="Systems">Of the request's systems.</param>
/// <param name="Models">All systems of these clusters as they would be after the plan, the eldest first.</param>
/// <param name="Outputs">Of the steps of these systems.</param>
public sealed record PlanInput(
    IReadOnlyList<ClusterFacts> Clusters,
    IReadOnlyList<PlanWish> Wishes,
    IReadOnlyList<SystemWish> Systems,
    IReadOnlyList<SystemModel> Models,
    SystemOutputSet Outputs)
{
    /// <summary>What systems will say of a component's values on a cluster; null where it is a part of none.</summary>
    public SystemLayer? Layer(Guid clusterId, string component, string version) => SystemLayer.Make(Models, clusterId, component, version, Outputs);

    /// <summary>Never what it holds.</summary>
    public override string ToString() => $"PlanInput {{ Clusters = {Clusters.Count} }}";
}

namespace Portal.Core.Components.Systems.Connections;

/// <summary>The systems whose clusters reach each other, by their names in the catalogue.</summary>
public static class ConnectedSystems
{
    public const string Istio = "istio-multicluster";

    public const string Submariner = "submariner";

    public static IReadOnlyList<string> Names { get; } = [Istio, Submariner];

    /// <summary>The clusters that a system connects, by name; none where it connects none. A broker is no end of a tunnel.</summary>
    public static IReadOnlyList<SystemMember> Members(SystemModel system) =>
    [
        .. system.Members.Where(member => system.Catalog.Name == Istio || (system.Catalog.Name == Submariner && member.Role == "member"))
            .DistinctBy(member => member.ClusterId).OrderBy(member => member.ClusterName, StringComparer.Ordinal),
    ];
}

using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Connections;

namespace Portal.Core.Monitoring.Topology;

/// <summary>What a place of the map stands for.</summary>
public enum MapPlaceKind
{
    Cluster,

    /// <summary>All clusters of a fleet.</summary>
    Fleet,

    /// <summary>The clusters of a fleet in one region.</summary>
    Region,

    /// <summary>Those of an opened fleet or region that are too many to be shown.</summary>
    Rest,

    /// <summary>The edge nodes of a cluster, or of all clusters of a place.</summary>
    Edge,
}

/// <summary>What ties two places together.</summary>
public enum MapLinkKind
{
    /// <summary>A service mesh (Istio).</summary>
    Mesh,

    /// <summary>A tunnel between networks (Submariner).</summary>
    Tunnel,

    /// <summary>A control plane and its member (Karmada).</summary>
    ControlPlane,

    /// <summary>A cluster and its edge nodes (KubeEdge).</summary>
    Edge,
}

/// <summary>A place of the map.</summary>
/// <param name="Name">Of the cluster, the fleet or the region.</param>
/// <param name="Region">Empty where none is known, or it is of several.</param>
/// <param name="State">The worst of its clusters, as the portal last saw them.</param>
/// <param name="States">How many of its clusters are in which state; of edge nodes, none.</param>
/// <param name="Roles">What it is in systems, as "karmada: host".</param>
public sealed record MapPlace(
    string Key, MapPlaceKind Kind, string Name, string Fleet, string Provider, string Region, ClusterState State, IReadOnlyDictionary<ClusterState, int> States,
    IReadOnlyList<string> Roles)
{
    /// <summary>When the portal last saw the cluster; for several the oldest; null where one was never seen.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Edge nodes; null where that is not known, or it has none.</summary>
    public EdgeTally? Edge { get; init; }

    public int Clusters => States.Values.Sum();
}

/// <summary>Edge nodes as last read.</summary>
public sealed record EdgeTally(int Ready, int Total);

/// <summary>All ways of one system between two places, in both directions; of one place, between its own clusters.</summary>
/// <param name="SystemId">Null where the portal did not install it as a system.</param>
/// <param name="System">The title of the catalogue's entry.</param>
/// <param name="From">The place whose name comes first; the control plane or the cloud side where there is one.</param>
/// <param name="State">The worst of its ways.</param>
/// <param name="Ways">How many ways are in which state. What was not seen, or not lately, is unknown.</param>
/// <param name="Reason">Why the worst is not well; else empty.</param>
/// <param name="LatencyMilliseconds">There and back, the longest; null where the system does not measure it.</param>
/// <param name="SeenAt">When all of it was last seen; null where a part never was.</param>
public sealed record MapLink(
    Guid? SystemId, string System, MapLinkKind Kind, string From, string To, SystemConnectionState State, IReadOnlyDictionary<SystemConnectionState, int> Ways, string Reason,
    double? LatencyMilliseconds, DateTimeOffset? SeenAt);

/// <summary>The clusters and what ties them together.</summary>
/// <param name="Places">By fleet, region and name.</param>
/// <param name="Links">The worst first, and at most <see cref="MapLinks.Most"/>.</param>
/// <param name="AllLinks">How many there are.</param>
/// <param name="Clusters">How many clusters there are in all.</param>
/// <param name="IsGrouped">True where fleets stand for their clusters.</param>
/// <param name="Opened">What is opened of it.</param>
public sealed record ClusterMap(
    IReadOnlyList<MapPlace> Places, IReadOnlyList<MapLink> Links, int AllLinks, int Clusters, bool IsGrouped, MapQuestion Opened, DateTimeOffset At);

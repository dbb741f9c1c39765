using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Connections;

namespace Portal.Core.Monitoring.Topology;

/// <summary>A cluster as the map needs it.</summary>
internal sealed record MapCluster(Guid Id, string Name, string Fleet, string Provider, string Region, ClusterState State, DateTimeOffset? SeenAt);

/// <summary>A cluster's role in an installed system.</summary>
internal sealed record MapMember(Guid SystemId, string System, string Title, Guid ClusterId, string Role);

/// <summary>
/// What was seen of ways of one system between clusters of two fleets and regions, or where a cluster is shown by itself, of
/// that cluster.
/// </summary>
/// <param name="Count">How many ways.</param>
internal sealed record SeenWays(
    Guid SystemId, WayEnd From, WayEnd To, SystemConnectionState State, int Count, string Reason, double? LatencyMilliseconds, DateTimeOffset? SeenAt);

/// <param name="ClusterId">Null for all clusters of the fleet and region that are not shown by themselves.</param>
internal sealed record WayEnd(string Fleet, string Region, Guid? ClusterId);

/// <summary>How far a member of Karmada is.</summary>
internal sealed record KarmadaJoinSeen(Guid SystemId, Guid ClusterId, DateTimeOffset? DoneAt, string Problem);

/// <summary>The edge nodes of a cluster.</summary>
/// <param name="Tally">Null where the cluster's nodes were never read.</param>
internal sealed record EdgeSeen(Guid ClusterId, EdgeTally? Tally, DateTimeOffset? ReadAt);

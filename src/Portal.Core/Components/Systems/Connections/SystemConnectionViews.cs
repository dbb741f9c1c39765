namespace Portal.Core.Components.Systems.Connections;

/// <summary>The clusters of a system, and each ordered pair of them.</summary>
public sealed record SystemConnectionsView(IReadOnlyList<ConnectedCluster> Clusters, IReadOnlyList<ConnectionView> Connections);

public sealed record ConnectedCluster(Guid Id, string Name, string Role);

/// <param name="Reason">Why it is not well; empty where it is.</param>
/// <param name="LatencyMilliseconds">The way there and back, where the system measures it.</param>
/// <param name="KnownAt">When this was last seen; null when it never was.</param>
public sealed record ConnectionView(
    Guid FromId, Guid ToId, SystemConnectionState State, string Reason, double? LatencyMilliseconds, DateTimeOffset? KnownAt);

namespace Portal.Core.Components.Systems.Connections;

/// <summary>What was last seen of the way from one cluster of a system to another.</summary>
public sealed class SystemConnection
{
    public required Guid SystemId { get; init; }

    /// <summary>The cluster that tells it.</summary>
    public required Guid FromClusterId { get; init; }

    public required Guid ToClusterId { get; init; }

    public SystemConnectionState State { get; set; }

    /// <summary>Why it is not well; empty where it is.</summary>
    public string Reason { get; set; } = "";

    /// <summary>The way there and back, where the system measures it.</summary>
    public double? LatencyMilliseconds { get; set; }

    /// <summary>When the cluster was asked last.</summary>
    public DateTimeOffset CheckedAt { get; set; }

    /// <summary>When the cluster last answered; null when it never did.</summary>
    public DateTimeOffset? KnownAt { get; set; }
}

/// <summary>One look at the way from a cluster to another.</summary>
/// <param name="Reason">Why it is not well; empty where it is.</param>
/// <param name="LatencyMilliseconds">The way there and back, where the system measures it.</param>
public sealed record ObservedConnection(Guid From, Guid To, SystemConnectionState State, string Reason = "", double? LatencyMilliseconds = null);

namespace Portal.Core.Components.Adoption;

/// <summary>When a cluster was asked for its helm releases.</summary>
public sealed class ClusterDiscovery
{
    public required Guid ClusterId { get; init; }

    /// <summary>When somebody asked for a fresh look; null when nobody did.</summary>
    public DateTimeOffset? AskedAt { get; set; }

    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>When the cluster last answered.</summary>
    public DateTimeOffset? SeenAt { get; set; }

    /// <summary>Why the last try failed; else empty.</summary>
    public string Problem { get; set; } = "";
}

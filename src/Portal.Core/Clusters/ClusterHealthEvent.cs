namespace Portal.Core.Clusters;

/// <summary>One change of a cluster's state: the health history.</summary>
public sealed class ClusterHealthEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ClusterId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ClusterState From { get; init; }

    public required ClusterState To { get; init; }

    public required string Reason { get; init; }
}

namespace Portal.Core.Monitoring.Sources;

/// <summary>Where something of a cluster is reached, as a person has given it.</summary>
public abstract class ClusterEndpoint : GivenEndpoint
{
    public required Guid ClusterId { get; init; }

    public required MetricsSourceKind Kind { get; set; }
}

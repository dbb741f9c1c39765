namespace Portal.Core.Kubernetes;

/// <summary>Opens the way of people's own requests to clusters.</summary>
public interface IClusterChannels
{
    /// <summary>Pooled per cluster, as clients are. Throws a <see cref="Problems.ProblemException"/> for a cluster that cannot be used.</summary>
    Task<ClusterChannel> OpenAsync(Guid clusterId, CancellationToken cancellationToken);
}

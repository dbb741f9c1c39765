using k8s;

namespace Portal.Core.Kubernetes;

/// <summary>
/// The only way to a member cluster: pooled clients, a queue per cluster, time-outs, a circuit breaker, and a connect
/// callback that checks the resolved address against the <see cref="EgressPolicy"/>.
/// A request without an answer throws a <see cref="Problems.ProblemException"/> (Unavailable; Refused for a forbidden
/// address). An answer that says no throws <see cref="k8s.Autorest.HttpOperationException"/>, as callers act on 404 and
/// 409; <see cref="KubernetesFaults.Describe"/> puts both into words.
/// </summary>
public interface IClusterConnections
{
    /// <summary>A client under the portal's own ServiceAccount. Cheap: pooled per cluster. Do not dispose it.</summary>
    Task<IKubernetes> ConnectAsync(Guid clusterId, CancellationToken cancellationToken);

    /// <summary>A client under a credential that a person has just given; the caller disposes it.</summary>
    IKubernetes Connect(ScreenedKubeconfig kubeconfig);

    /// <summary>A client under a token that is being checked before it is stored; the caller disposes it.</summary>
    IKubernetes Connect(ClusterAccess access);

    /// <summary>Server, CA and token for a child process (helm). Null-safe: throws when the cluster has no credential.</summary>
    Task<ClusterAccess> ReadAccessAsync(Guid clusterId, CancellationToken cancellationToken);

    /// <summary>Drops what is pooled for the cluster: after a rotation, a changed address, or a leave.</summary>
    void Forget(Guid clusterId);
}

using Portal.Core.Access;

namespace Portal.Core.Distribution.Pods;

/// <summary>Asks a cluster, live, why a workload of an application is as it is. Every method checks the actor's rights.</summary>
public interface IApplicationPods
{
    /// <summary>The workload's pods, the troubled ones first, and the newest events about it and them.</summary>
    /// <exception cref="Problems.ProblemException">The application has no such workload there, or the cluster gives no answer within five seconds.</exception>
    Task<WorkloadPods> LookAsync(WorkloadPlace place, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The end of a container's log. Values of the application's own Secrets are blanked out. For those who may change the application: logs
    /// tell more than its state.
    /// </summary>
    Task<ContainerLog> ReadLogAsync(WorkloadPlace place, ContainerRequest request, Actor actor, CancellationToken cancellationToken);
}

/// <summary>A workload of an application on one cluster.</summary>
/// <param name="Kind">Deployment, StatefulSet, DaemonSet, Job or Pod.</param>
public sealed record WorkloadPlace(Guid ApplicationId, Guid ClusterId, string Kind, string Namespace, string Name)
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "Pod"];

    /// <summary>Whether objects of the kind have pods that can be looked at.</summary>
    public static bool HasPods(string kind) => Kinds.Contains(kind);

    public string Label => $"{Kind} {Namespace}/{Name}";
}

/// <param name="Container">Empty for the pod's first.</param>
/// <param name="Previous">Of the run before the container's last restart.</param>
public sealed record ContainerRequest(string Pod, string Container = "", bool Previous = false);

using k8s.Models;

namespace Portal.Jobs.Components.Readiness;

/// <summary>When a workload's controller has seen its latest form and all its pods run it. Pure.</summary>
internal static class WorkloadStatus
{
    /// <summary>Null when ready, else why not.</summary>
    public static string? Waiting(V1Deployment deployment)
    {
        var wanted = deployment.Spec.Replicas ?? 1;
        var status = deployment.Status ?? new V1DeploymentStatus();
        return Unobserved(deployment.Metadata.Generation, status.ObservedGeneration)
            ?? Short("updated", status.UpdatedReplicas, wanted)
            ?? ((status.Replicas ?? 0) > wanted ? $"{status.Replicas - wanted} old pods are still there" : null)
            ?? Short("available", status.AvailableReplicas, wanted);
    }

    public static string? Waiting(V1StatefulSet set)
    {
        var wanted = set.Spec.Replicas ?? 1;
        var status = set.Status ?? new V1StatefulSetStatus();
        return Unobserved(set.Metadata.Generation, status.ObservedGeneration)
            ?? (status.UpdateRevision == status.CurrentRevision ? null : Short("updated", status.UpdatedReplicas, wanted))
            ?? Short("ready", status.ReadyReplicas, wanted);
    }

    public static string? Waiting(V1DaemonSet set)
    {
        var status = set.Status ?? new V1DaemonSetStatus();
        return Unobserved(set.Metadata.Generation, status.ObservedGeneration)
            ?? Short("updated", status.UpdatedNumberScheduled, status.DesiredNumberScheduled)
            ?? Short("ready", status.NumberReady, status.DesiredNumberScheduled);
    }

    private static string? Unobserved(long? generation, long? observed) =>
        (observed ?? 0) < (generation ?? 0) ? "its controller has not seen it yet" : null;

    private static string? Short(string what, int? has, int wanted) =>
        (has ?? 0) < wanted ? $"{has ?? 0} of {wanted} pods {what}" : null;
}

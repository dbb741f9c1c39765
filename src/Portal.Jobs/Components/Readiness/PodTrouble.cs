using k8s.Models;

namespace Portal.Jobs.Components.Readiness;

/// <summary>What holds a pod, from its status. Pure.</summary>
/// <param name="Reason">Kubernetes' own word: ImagePullBackOff, CrashLoopBackOff, Unschedulable, …</param>
internal sealed record PodTrouble(string Pod, string Namespace, string Reason, string Message)
{
    // Every new pod passes through these.
    private static readonly string[] Usual = ["ContainerCreating", "PodInitializing"];

    public string Words => Message.Length == 0 ? $"{Reason} on pod {Pod}" : $"{Reason} on pod {Pod}: {Message}";

    public string Remedy => Reason switch
    {
        "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName" =>
            "Check that the image exists and that the cluster's nodes reach its registry (a mirror and a pull secret can be set in the values); then retry.",
        "Unschedulable" => "Add nodes, or lower what the values ask for, or adjust tolerations; then retry.",
        "CreateContainerConfigError" or "CreateContainerError" => "The pod refers to a Secret or ConfigMap that is not there, or is set up wrongly; mend it, and retry.",
        _ => $"Look at the pod: kubectl logs -n {Namespace} {Pod} --previous; mend the cause, and retry.",
    };

    /// <summary>The worst of the pods, or null when none says why it is not ready.</summary>
    public static PodTrouble? Find(IEnumerable<V1Pod> pods) => pods.Select(Find).FirstOrDefault(trouble => trouble is not null);

    private static PodTrouble? Find(V1Pod pod)
    {
        var containers = (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? []);
        var waiting = containers.Select(container => container.State?.Waiting).FirstOrDefault(state => state?.Reason is { } reason && !Usual.Contains(reason));
        if (waiting is not null)
        {
            return Of(pod, waiting.Reason, waiting.Message);
        }

        var scheduled = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        return scheduled is { Status: "False" } ? Of(pod, scheduled.Reason ?? "Unschedulable", scheduled.Message)
            : pod.Status is { Phase: "Failed" } failed ? Of(pod, failed.Reason ?? "Failed", failed.Message)
            : null;
    }

    private static PodTrouble Of(V1Pod pod, string reason, string? message) =>
        new(pod.Metadata.Name, pod.Metadata.NamespaceProperty, reason, message is { Length: > 300 } ? message[..300] + "…" : message ?? "");
}

using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Readiness;

/// <summary>Why a controller cannot make the pods of a workload: helm's objects were taken, and admission refuses what is made of them.</summary>
internal static class RefusedPods
{
    private const int Most = 50;
    private const int MostWords = 500;

    /// <summary>A deployment has it in its status; null when its pods are made.</summary>
    public static string? Of(V1Deployment deployment) =>
        deployment.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "ReplicaFailure", Status: "True" })?.Message;

    /// <summary>Other controllers only tell in events. Events that cannot be read tell nothing.</summary>
    public static async Task<string?> FindAsync(IKubernetes cluster, V1ObjectMeta workload, CancellationToken cancellationToken)
    {
        try
        {
            var events = await cluster.CoreV1.ListNamespacedEventAsync(
                workload.NamespaceProperty, fieldSelector: $"involvedObject.uid={workload.Uid},reason=FailedCreate", limit: Most, cancellationToken: cancellationToken);
            return events.Items.MaxBy(item => item.LastTimestamp ?? item.EventTime ?? item.FirstTimestamp ?? DateTime.MinValue)?.Message;
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            return null;
        }
    }

    /// <summary>The refusal in words of cause and remedy.</summary>
    public static ReadinessItem Blame(string label, string waiting, string refusal)
    {
        if (AdmissionRefusal.Find(refusal) is { } known)
        {
            return new ReadinessItem(label, false, $"{waiting}, as its pods are refused. {known.Why}", Remedy: known.Remedy, Troubled: true);
        }

        var said = refusal.Length <= MostWords ? refusal : refusal[..MostWords] + "…";
        return new ReadinessItem(label, false, $"{waiting}, as its pods are refused: {said}", Remedy: "Mend what the refusal names, and retry.", Troubled: true);
    }
}

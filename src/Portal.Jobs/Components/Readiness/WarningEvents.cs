using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Readiness;

/// <summary>Carries a namespace's Warning events into the log, each once a count.</summary>
internal sealed class WarningEvents(string @namespace, DateTimeOffset since)
{
    private const int Most = 50;
    private readonly HashSet<string> _told = [];

    public async Task TellAsync(IKubernetes cluster, StepContext context, CancellationToken cancellationToken)
    {
        Corev1EventList events;
        try
        {
            events = await cluster.CoreV1.ListNamespacedEventAsync(
                @namespace, fieldSelector: "type=Warning", limit: Most, cancellationToken: cancellationToken);
        }
        catch (Exception error) when (KubernetesFaults.IsFault(error))
        {
            // Events help to understand; without them the readiness itself still tells.
            return;
        }

        foreach (var seen in events.Items.Where(item => At(item) >= since).OrderBy(At))
        {
            if (_told.Add($"{seen.Metadata.Uid}/{seen.Count}"))
            {
                context.Warn($"{seen.InvolvedObject.Kind} {seen.InvolvedObject.Name}: {seen.Reason}: {seen.Message}");
            }
        }
    }

    private static DateTimeOffset At(Corev1Event item) =>
        item.LastTimestamp ?? item.EventTime ?? item.FirstTimestamp ?? item.Metadata.CreationTimestamp ?? DateTime.MinValue;
}

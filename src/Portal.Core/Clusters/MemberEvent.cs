using k8s.Models;

namespace Portal.Core.Clusters;

/// <summary>A Kubernetes event of a member.</summary>
/// <param name="Regarding">"Kind/name" of the object that it is about.</param>
public sealed record MemberEvent(DateTimeOffset? LastSeen, string Type, string Reason, string Regarding, string Namespace, string Message, int Count)
{
    internal static MemberEvent Of(Corev1Event item) => new(
        Utc(item.Series?.LastObservedTime ?? item.LastTimestamp ?? item.EventTime ?? item.Metadata?.CreationTimestamp),
        item.Type ?? "",
        item.Reason ?? "",
        $"{item.InvolvedObject?.Kind}/{item.InvolvedObject?.Name}",
        item.InvolvedObject?.NamespaceProperty ?? item.Metadata?.NamespaceProperty ?? "",
        item.Message ?? "",
        item.Series?.Count ?? item.Count ?? 1);

    private static DateTimeOffset? Utc(DateTime? time) =>
        time is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : null;
}

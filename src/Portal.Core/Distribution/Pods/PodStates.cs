using k8s.Models;

namespace Portal.Core.Distribution.Pods;

/// <summary>A pod's status in the words of kubectl. Pure.</summary>
internal static class PodStates
{
    private const int MostWords = 1000;

    public static PodView Of(V1Pod pod)
    {
        var containers = Containers(pod);
        var bad = containers.FirstOrDefault(one => !one.Ready && one.State is not ("Running" or "Completed") && !(one.Init && one.State == "PodInitializing"));
        var scheduled = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "PodScheduled");
        var ready = pod.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        var (state, reason) = pod.Metadata?.DeletionTimestamp is not null ? ("Terminating", "")
            : pod.Status?.Reason is { Length: > 0 } whole ? (whole, pod.Status.Message)
            : scheduled is { Status: "False" } ? (scheduled.Reason ?? "Unschedulable", scheduled.Message)
            : bad is not null ? (bad.State, bad.Message.Length > 0 ? bad.Message : bad.LastEnd)
            : pod.Status?.Phase is "Succeeded" ? ("Completed", "")
            : (pod.Status?.Phase ?? "Unknown", ready is { Status: "False" } ? ready.Message : "");
        return new PodView(
            pod.Metadata?.Name ?? "", pod.Spec?.NodeName ?? "", state, Cut(reason), ready is { Status: "True" } || state == "Completed",
            containers.Where(one => !one.Init).Sum(one => one.Restarts), Utc(pod.Status?.StartTime ?? pod.Metadata?.CreationTimestamp), containers);
    }

    private static List<ContainerView> Containers(V1Pod pod)
    {
        var init = (pod.Status?.InitContainerStatuses ?? []).ToDictionary(status => status.Name);
        var main = (pod.Status?.ContainerStatuses ?? []).ToDictionary(status => status.Name);
        return
        [
            .. (pod.Spec?.InitContainers ?? []).Select(one => View(one, init.GetValueOrDefault(one.Name), true)),
            .. (pod.Spec?.Containers ?? []).Select(one => View(one, main.GetValueOrDefault(one.Name), false)),
        ];
    }

    private static ContainerView View(V1Container container, V1ContainerStatus? status, bool init)
    {
        var (state, message) = status?.State switch
        {
            { Running: not null } => ("Running", ""),
            { Waiting: { } waiting } => (waiting.Reason ?? "Waiting", waiting.Message),
            { Terminated: { } ended } => (ended.Reason ?? (ended.ExitCode == 0 ? "Completed" : "Error"), ended.ExitCode == 0 ? "" : End(ended)),
            _ => ("Waiting", ""),
        };
        return new ContainerView(
            container.Name, container.Image ?? "", init, status?.Ready ?? false, state, Cut(message), status?.RestartCount ?? 0,
            status?.LastState?.Terminated is { } last ? Cut(End(last)) : "");
    }

    private static string End(V1ContainerStateTerminated ended)
    {
        var words = $"{ended.Reason ?? "Error"}, exit code {ended.ExitCode}";
        return string.IsNullOrWhiteSpace(ended.Message) ? words : $"{words}: {ended.Message.Trim()}";
    }

    private static string Cut(string? text) => text is { Length: > MostWords } ? text[..MostWords] + "…" : text ?? "";

    private static DateTimeOffset? Utc(DateTime? time) => time is { } value ? new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)) : null;
}

using k8s;
using k8s.Models;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Readiness;

/// <summary>Asks a cluster for everything that must be ready of a component.</summary>
internal static class ReadinessReader
{
    private const int PodsLookedAt = 20;

    /// <summary>Throws what the connection throws; a thing that is missing is an item that is not ready.</summary>
    public static async Task<ReadinessReport> ReadAsync(
        IKubernetes cluster, CatalogEntry entry, ComponentReadiness wanted, ComponentValues values, CancellationToken cancellationToken)
    {
        var items = new List<ReadinessItem>();
        foreach (var name in wanted.Crds)
        {
            items.Add(await DefinitionAsync(cluster, name, cancellationToken));
        }

        foreach (var job in wanted.Jobs.Where(job => values.IsEnabled(job.EnabledBy)))
        {
            items.Add(await JobAsync(cluster, job, job.Namespace ?? entry.Namespace, cancellationToken));
        }

        foreach (var workload in wanted.Workloads.Where(workload => values.IsEnabled(workload.EnabledBy)))
        {
            items.Add(await WorkloadAsync(cluster, workload, workload.Namespace ?? entry.Namespace, cancellationToken));
        }

        return new ReadinessReport(items);
    }

    /// <summary>One definition: whether the cluster serves its kind.</summary>
    public static async Task<ReadinessItem> DefinitionAsync(IKubernetes cluster, string name, CancellationToken cancellationToken)
    {
        var label = $"CustomResourceDefinition {name}";
        var definition = await OptionalRead.FindAsync(() => cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(name, cancellationToken: cancellationToken));
        var established = definition?.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Established");
        return definition is null ? new ReadinessItem(label, false, "it does not exist yet")
            : established is { Status: "True" } ? new ReadinessItem(label, true)
            : new ReadinessItem(label, false, established?.Message ?? "it is not established yet");
    }

    /// <summary>One job: whether it has completed, and else what holds it.</summary>
    public static async Task<ReadinessItem> JobAsync(IKubernetes cluster, ReadyJob wanted, string @namespace, CancellationToken cancellationToken)
    {
        var label = $"Job {wanted.Name}";
        var job = await OptionalRead.FindAsync(() => cluster.BatchV1.ReadNamespacedJobAsync(wanted.Name, @namespace, cancellationToken: cancellationToken));
        if (job is null)
        {
            return wanted.RemovedWhenDone ? new ReadinessItem(label, true) : new ReadinessItem(label, false, "it does not exist yet");
        }

        var conditions = job.Status?.Conditions ?? [];
        if (conditions.Any(condition => condition is { Type: "Complete", Status: "True" }))
        {
            return new ReadinessItem(label, true);
        }

        if (conditions.FirstOrDefault(condition => condition is { Type: "Failed", Status: "True" }) is { } failed)
        {
            return new ReadinessItem(label, false, $"it failed: {failed.Message}", Hopeless: true,
                Remedy: $"Look at its pods: kubectl logs -n {@namespace} job/{wanted.Name}; mend the cause, and retry.");
        }

        return await BlameAsync(cluster, label, "it has not completed", new Waiting(job.Metadata, job.Spec.Selector, 1), cancellationToken);
    }

    /// <summary>One workload: whether all its pods run its latest form, and else what holds them.</summary>
    public static async Task<ReadinessItem> WorkloadAsync(
        IKubernetes cluster, ReadyWorkload wanted, string @namespace, CancellationToken cancellationToken)
    {
        var (waiting, of) = await LookAsync(cluster, wanted, @namespace, cancellationToken);
        var label = $"{wanted.Kind} {wanted.Name}";
        return of is null ? new ReadinessItem(label, false, "it does not exist yet", Remedy: $"Look at what should make it: kubectl get events -n {@namespace}.")
            : waiting is null ? new ReadinessItem(label, true)
            : await BlameAsync(cluster, label, waiting, of, cancellationToken);
    }

    private static async Task<(string? Words, Waiting? Of)> LookAsync(
        IKubernetes cluster, ReadyWorkload wanted, string @namespace, CancellationToken cancellationToken)
    {
        switch (wanted.Kind)
        {
            case "Deployment":
                var deployment = await OptionalRead.FindAsync(() => cluster.AppsV1.ReadNamespacedDeploymentAsync(wanted.Name, @namespace, cancellationToken: cancellationToken));
                return deployment is null ? default
                    : (WorkloadStatus.Waiting(deployment), new Waiting(deployment.Metadata, deployment.Spec.Selector, 0, RefusedPods.Of(deployment)));
            case "StatefulSet":
                var set = await OptionalRead.FindAsync(() => cluster.AppsV1.ReadNamespacedStatefulSetAsync(wanted.Name, @namespace, cancellationToken: cancellationToken));
                return set is null ? default : (WorkloadStatus.Waiting(set), new Waiting(set.Metadata, set.Spec.Selector, set.Spec.Replicas ?? 1));
            default:
                var daemons = await OptionalRead.FindAsync(() => cluster.AppsV1.ReadNamespacedDaemonSetAsync(wanted.Name, @namespace, cancellationToken: cancellationToken));
                return daemons is null ? default
                    : (WorkloadStatus.Waiting(daemons), new Waiting(daemons.Metadata, daemons.Spec.Selector, daemons.Status?.DesiredNumberScheduled ?? 1));
        }
    }

    private static async Task<ReadinessItem> BlameAsync(
        IKubernetes cluster, string label, string waiting, Waiting of, CancellationToken cancellationToken)
    {
        if (of.Refusal is { } refusal)
        {
            return RefusedPods.Blame(label, waiting, refusal);
        }

        if (of.Selector?.MatchLabels is not { Count: > 0 } labels)
        {
            return new ReadinessItem(label, false, waiting);
        }

        var pods = await cluster.CoreV1.ListNamespacedPodAsync(
            of.Workload.NamespaceProperty, labelSelector: string.Join(',', labels.Select(pair => $"{pair.Key}={pair.Value}")), limit: PodsLookedAt,
            cancellationToken: cancellationToken);
        if (PodTrouble.Find(pods.Items) is { } trouble)
        {
            return new ReadinessItem(label, false, $"{waiting}, {trouble.Words}", Remedy: trouble.Remedy, Troubled: true);
        }

        // An event outlives its cause: it counts while pods are missing.
        return pods.Items.Count < of.Pods && await RefusedPods.FindAsync(cluster, of.Workload, cancellationToken) is { } told
            ? RefusedPods.Blame(label, waiting, told)
            : new ReadinessItem(label, false, waiting,
                Remedy: $"Look at its events: kubectl describe -n {of.Workload.NamespaceProperty} {label.Replace(' ', '/').ToLowerInvariant()}.");
    }

    /// <summary>A workload that is not ready.</summary>
    /// <param name="Pods">How many it should have; 0 when its status tells of refused pods.</param>
    private sealed record Waiting(V1ObjectMeta Workload, V1LabelSelector? Selector, int Pods, string? Refusal = null);
}

using ClusterSim.Storage;

namespace ClusterSim.Metrics;

/// <summary>What kube-state-metrics tells of workloads.</summary>
internal static class WorkloadMetrics
{
    private static readonly (string Key, string Label, string Metric, string Field)[] Figures =
    [
        ("deployments.apps", "deployment", "kube_deployment_spec_replicas", "spec.replicas"),
        ("deployments.apps", "deployment", "kube_deployment_status_replicas_available", "status.availableReplicas"),
        ("deployments.apps", "deployment", "kube_deployment_status_replicas_unavailable", "status.unavailableReplicas"),
        ("statefulsets.apps", "statefulset", "kube_statefulset_replicas", "spec.replicas"),
        ("statefulsets.apps", "statefulset", "kube_statefulset_status_replicas_ready", "status.readyReplicas"),
        ("daemonsets.apps", "daemonset", "kube_daemonset_status_desired_number_scheduled", "status.desiredNumberScheduled"),
        ("daemonsets.apps", "daemonset", "kube_daemonset_status_number_ready", "status.numberReady"),
        ("jobs.batch", "job_name", "kube_job_status_failed", "status.failed"),
    ];

    public static void Write(Store store, Exposition text)
    {
        foreach (var (key, label, metric, field) in Figures)
        {
            text.Family(metric, "gauge");
            foreach (var stored in store.List(key, null))
            {
                text.Sample(metric, stored.Read().At(field.Split('.')) is long number ? number : 0, ("namespace", stored.Namespace), (label, stored.Name));
            }
        }

        text.Family("kube_replicaset_owner", "gauge");
        foreach (var stored in store.List("replicasets.apps", null))
        {
            var owner = (stored.Read().Child("metadata") ?? []).Maps("ownerReferences").FirstOrDefault() ?? [];
            text.Sample(
                "kube_replicaset_owner", 1, ("namespace", stored.Namespace), ("replicaset", stored.Name), ("owner_kind", owner.Text("kind") ?? "<none>"), ("owner_name", owner.Text("name") ?? "<none>"));
        }
    }
}

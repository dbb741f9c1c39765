using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Metrics;

/// <summary>What kube-state-metrics tells of pods, and the kubelets of their use.</summary>
internal static class PodMetrics
{
    private const double Mebibyte = 1 << 20;

    private static readonly string[] Phases = ["Pending", "Running", "Succeeded", "Failed", "Unknown"];

    public static void Write(Store store, Exposition text, DateTimeOffset now)
    {
        var pods = store.List("pods", null).ConvertAll(Pod.Of);
        text.Family("kube_pod_info", "gauge");
        foreach (var pod in pods)
        {
            text.Sample("kube_pod_info", 1, ("namespace", pod.Namespace), ("pod", pod.Name), ("node", pod.Node), ("created_by_kind", pod.OwnerKind), ("created_by_name", pod.OwnerName));
        }

        text.Family("kube_pod_owner", "gauge");
        foreach (var pod in pods)
        {
            text.Sample("kube_pod_owner", 1, ("namespace", pod.Namespace), ("pod", pod.Name), ("owner_kind", pod.OwnerKind), ("owner_name", pod.OwnerName), ("owner_is_controller", "true"));
        }

        text.Family("kube_pod_status_phase", "gauge");
        foreach (var (pod, phase) in pods.SelectMany(pod => Phases.Select(phase => (pod, phase))))
        {
            text.Sample("kube_pod_status_phase", pod.Phase == phase ? 1 : 0, ("namespace", pod.Namespace), ("pod", pod.Name), ("phase", phase));
        }

        var containers = pods.SelectMany(pod => pod.Containers).ToList();
        text.Family("kube_pod_container_status_restarts_total", "counter");
        foreach (var one in containers)
        {
            text.Sample("kube_pod_container_status_restarts_total", one.Restarts, one.Labels);
        }

        text.Family("kube_pod_container_resource_requests", "gauge");
        foreach (var one in containers)
        {
            text.Sample("kube_pod_container_resource_requests", one.Cpu, [.. one.Labels, ("node", one.Node), ("resource", "cpu"), ("unit", "core")]);
            text.Sample("kube_pod_container_resource_requests", one.Memory, [.. one.Labels, ("node", one.Node), ("resource", "memory"), ("unit", "byte")]);
        }

        WriteUse([.. containers.Where(one => one.Runs)], text, now);
    }

    // Nothing runs here: a container's use sways about its request, by a period of its own, so that graphs have a shape and counters only grow.
    private static void WriteUse(List<Container> running, Exposition text, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeMilliseconds() / 1000d;
        text.Family("container_cpu_usage_seconds_total", "counter");
        foreach (var one in running)
        {
            text.Sample("container_cpu_usage_seconds_total", one.Cpu * .6 * one.Swayed(seconds), one.Labels);
        }

        text.Family("container_memory_working_set_bytes", "gauge");
        foreach (var one in running)
        {
            text.Sample("container_memory_working_set_bytes", Math.Round(one.Memory * (.7 + (.2 * one.Sway(seconds)))), one.Labels);
        }

        text.Family("container_network_receive_bytes_total", "counter");
        foreach (var one in running)
        {
            text.Sample("container_network_receive_bytes_total", Math.Round(20_000 * one.Swayed(seconds)), one.Labels.AsSpan(0, 2));
        }
    }

    private sealed record Pod(string Namespace, string Name, string Node, string Phase, string OwnerKind, string OwnerName, IReadOnlyList<Container> Containers)
    {
        public static Pod Of(StoredObject stored)
        {
            var pod = stored.Read();
            var owner = (pod.Child("metadata") ?? []).Maps("ownerReferences").FirstOrDefault(one => one.Flag("controller")) ?? [];
            var (node, phase) = (pod.At("spec", "nodeName") as string ?? "", pod.At("status", "phase") as string ?? "Pending");
            var statuses = (pod.Child("status") ?? []).Maps("containerStatuses").ToDictionary(status => status.Text("name") ?? "");
            var since = DateTimeOffset.TryParse(pod.At("metadata", "creationTimestamp") as string, System.Globalization.CultureInfo.InvariantCulture, out var created)
                ? created.ToUnixTimeSeconds() : 0;
            var containers = pod.Child("spec")!.Maps("containers").Select(container => new Container(
                [("namespace", stored.Namespace), ("pod", stored.Name), ("container", container.Text("name"))],
                node, statuses.GetValueOrDefault(container.Text("name") ?? "")?.Number("restartCount") ?? 0, phase == "Running",
                Requested(container, "cpu", .1), Requested(container, "memory", 128 * Mebibyte), since, stored.Name.Sum(letter => (double)letter)));
            return new Pod(stored.Namespace, stored.Name, node, phase, owner.Text("kind") ?? "<none>", owner.Text("name") ?? "<none>", [.. containers]);
        }

        private static double Requested(Map container, string resource, double otherwise) =>
            NodeMetrics.Amount(container.At("resources", "requests", resource)) is > 0 and var amount ? amount : otherwise;
    }

    private sealed record Container((string Name, string? Value)[] Labels, string Node, long Restarts, bool Runs, double Cpu, double Memory, double Since, double Phase)
    {
        private double Pace => 2 * Math.PI / (600 + (Phase % 600));

        /// <summary>From -1 to 1.</summary>
        public double Sway(double seconds) => Math.Sin((seconds * Pace) + Phase);

        /// <summary>Seconds since it was made, each counted as 1 + sway / 2.</summary>
        public double Swayed(double seconds) => Math.Max(0, seconds - Since) + ((Math.Cos((Since * Pace) + Phase) - Math.Cos((seconds * Pace) + Phase)) / (2 * Pace));
    }
}

using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>DaemonSets: one pod on each node that takes it.</summary>
internal static class DaemonSets
{
    private const string Key = "daemonsets.apps";

    private static readonly string[] Tolerated = ["not-ready", "unreachable", "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"];

    public static void Register(ControllerLoop loop) => loop.Add("daemonsets", Reconcile, (l, change) =>
    {
        Workloads.Trigger(l, change, Key, "daemonsets");
        if (change.Key == "nodes")
        {
            foreach (var set in l.Store.List(Key, null))
            {
                l.Enqueue("daemonsets", set.Namespace, set.Name);
            }
        }
    });

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { } stored)
        {
            return;
        }

        var set = stored.Read();
        var hash = Workloads.Revision(loop, set);
        var sample = Tolerating(Objects.PodOf(set));
        var nodes = loop.Store.List("nodes", null).Where(n => Kubelet.Fits(n, sample.Child("spec")!)).Select(n => n.Name).ToHashSet();
        if (!stored.Deleting)
        {
            Step(loop, stored, set, hash, nodes);
        }

        var pods = loop.Owned("pods", ns, stored.Uid).Where(p => !p.Deleting).ToList();
        var ready = (long)pods.Count(p => Objects.IsReady(p.Read()));
        if (loop.Store.Get(Key, ns, name) is { } latest)
        {
            loop.SetStatus(Key, latest, new Map
            {
                ["currentNumberScheduled"] = (long)pods.Count,
                ["desiredNumberScheduled"] = (long)nodes.Count,
                ["numberMisscheduled"] = 0L,
                ["numberReady"] = ready,
                ["numberAvailable"] = ready,
                ["numberUnavailable"] = nodes.Count - ready,
                ["updatedNumberScheduled"] = (long)pods.Count(p => p.Labels.GetValueOrDefault("controller-revision-hash") == hash),
                ["observedGeneration"] = set.At("metadata", "generation"),
            });
        }
    }

    private static void Step(ControllerLoop loop, StoredObject stored, Map set, string hash, HashSet<string> nodes)
    {
        var pods = loop.Owned("pods", stored.Namespace, stored.Uid).Select(p => (Stored: p, Node: NodeOf(p.Read()))).ToList();
        foreach (var pod in pods.Where(p => !p.Stored.Deleting && !nodes.Contains(p.Node)))
        {
            loop.Delete("pods", pod.Stored);
        }

        foreach (var node in nodes.Order(StringComparer.Ordinal).Where(n => !pods.Exists(p => p.Node == n)))
        {
            var generation = set.At("metadata", "annotations", "deprecated.daemonset.template.generation") as string ?? "1";
            var pod = Tolerating(Objects.PodOf(set, ("controller-revision-hash", hash), ("pod-template-generation", generation)));
            pod.Child("spec")!.Ensure("affinity").Ensure("nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = new Map
            {
                ["nodeSelectorTerms"] = new Seq { new Map { ["matchFields"] = new Seq { new Map { ["key"] = "metadata.name", ["operator"] = "In", ["values"] = new Seq { node } } } } },
            };
            if (Workloads.AddPod(loop, set, pod, "daemonset", made => $"Created pod: {made}", why => $"Error creating: {why}") is not null)
            {
                break;
            }
        }

        if (set.At("spec", "updateStrategy", "type") is "OnDelete")
        {
            return;
        }

        var most = Math.Max(1, Objects.Share(set.At("spec", "updateStrategy", "rollingUpdate", "maxUnavailable"), nodes.Count, roundUp: true));
        var down = pods.Count(p => p.Stored.Deleting || !Objects.IsReady(p.Stored.Read()));
        foreach (var pod in pods.Where(p => !p.Stored.Deleting && p.Stored.Labels.GetValueOrDefault("controller-revision-hash") != hash).Take((int)Math.Max(0, most - down)))
        {
            loop.Delete("pods", pod.Stored);
            loop.Record(set, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Stored.Name}", "daemonset-controller");
        }
    }

    private static string NodeOf(Map pod) => ((pod.At("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") as Map)?.Maps("nodeSelectorTerms") ?? [])
        .SelectMany(t => t.Maps("matchFields")).SelectMany(f => f.List("values")!.OfType<string>()).FirstOrDefault() ?? pod.At("spec", "nodeName") as string ?? "";

    private static Map Tolerating(Map pod)
    {
        var spec = pod.Ensure("spec");
        if (spec.List("tolerations") is not { } list)
        {
            spec["tolerations"] = list = [];
        }

        foreach (var condition in Tolerated)
        {
            list.Add(new Map { ["key"] = $"node.kubernetes.io/{condition}", ["operator"] = "Exists", ["effect"] = condition is "not-ready" or "unreachable" ? "NoExecute" : "NoSchedule" });
        }

        return pod;
    }
}

using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>ReplicaSets: as many pods as are wanted.</summary>
internal static class ReplicaSets
{
    public const string Key = "replicasets.apps";

    public static void Register(ControllerLoop loop) => loop.Add("replicasets", Reconcile, (l, change) => Workloads.Trigger(l, change, Key, "replicasets"));

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { } stored)
        {
            return;
        }

        var set = stored.Read();
        var selector = LabelSelector.From(set.At("spec", "selector") as Map);
        if (!stored.Deleting)
        {
            Adopt(loop, stored, set, selector);
        }

        var pods = loop.Owned("pods", ns, stored.Uid).Select(p => (Stored: p, Body: p.Read())).Where(p => Objects.IsActive(p.Body)).ToList();
        var wanted = set.At("spec", "replicas") as long? ?? 1;
        if (!stored.Deleting)
        {
            for (var i = pods.Count; i < wanted; i++)
            {
                var pod = loop.Create("pods", ns, Objects.PodOf(set));
                loop.Record(set, "Normal", "SuccessfulCreate", $"Created pod: {pod.At("metadata", "name")}", "replicaset-controller");
            }

            foreach (var pod in pods.OrderBy(p => Objects.IsReady(p.Body)).ThenByDescending(p => p.Stored.Revision).Take((int)Math.Max(0, pods.Count - wanted)).ToList())
            {
                loop.Delete("pods", pod.Stored);
                loop.Record(set, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Stored.Name}", "replicaset-controller");
            }
        }

        var now = loop.Owned("pods", ns, stored.Uid).Select(p => p.Read()).Where(Objects.IsActive).ToList();
        var ready = (long)now.Count(Objects.IsReady);
        if (loop.Store.Get(Key, ns, name) is { } current)
        {
            loop.SetStatus(Key, current, new Map
            {
                ["replicas"] = (long)now.Count,
                ["fullyLabeledReplicas"] = (long)now.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["observedGeneration"] = set.At("metadata", "generation"),
            });
        }
    }

    private static void Adopt(ControllerLoop loop, StoredObject stored, Map set, LabelSelector selector)
    {
        foreach (var pod in loop.Store.List("pods", stored.Namespace).Where(p => p.Controller is null && !p.Deleting && !selector.IsEmpty && selector.Matches(p.Labels)))
        {
            loop.Change("pods", pod, p => p.Child("metadata")!["ownerReferences"] = new Seq { Objects.OwnerReference(set) });
        }
    }
}

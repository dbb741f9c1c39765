using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

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
        string? refusal = null;
        if (!stored.Deleting)
        {
            for (var i = pods.Count; i < wanted && refusal is null; i++)
            {
                refusal = Workloads.AddPod(loop, set, Objects.PodOf(set), "replicaset", pod => $"Created pod: {pod}", why => $"Error creating: {why}");
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
            var status = new Map
            {
                ["replicas"] = (long)now.Count,
                ["fullyLabeledReplicas"] = (long)now.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["observedGeneration"] = set.At("metadata", "generation"),
            };
            if (refusal is not null)
            {
                status["conditions"] = new Seq { Failure(loop, current.Read(), refusal) };
            }

            loop.SetStatus(Key, current, status);
        }
    }

    // The names of the pods that were not made are new at each try: the first refusal stays.
    private static Map Failure(ControllerLoop loop, Map set, string refusal) =>
        (set.Child("status") ?? []).Maps("conditions").FirstOrDefault(condition => condition.Text("type") == "ReplicaFailure") ?? new Map
        {
            ["type"] = "ReplicaFailure",
            ["status"] = "True",
            ["lastTransitionTime"] = new ObjectWriter(loop.Cluster).Now(),
            ["reason"] = "FailedCreate",
            ["message"] = refusal,
        };

    private static void Adopt(ControllerLoop loop, StoredObject stored, Map set, LabelSelector selector)
    {
        foreach (var pod in loop.Store.List("pods", stored.Namespace).Where(p => p.Controller is null && !p.Deleting && !selector.IsEmpty && selector.Matches(p.Labels)))
        {
            loop.Change("pods", pod, p => p.Child("metadata")!["ownerReferences"] = new Seq { Objects.OwnerReference(set) });
        }
    }
}

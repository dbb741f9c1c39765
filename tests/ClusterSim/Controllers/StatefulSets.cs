using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>StatefulSets: pods with names, one after the other, each with its claims.</summary>
internal static class StatefulSets
{
    private const string Key = "statefulsets.apps";

    public static void Register(ControllerLoop loop) => loop.Add("statefulsets", Reconcile, (l, change) => Workloads.Trigger(l, change, Key, "statefulsets"));

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { } stored)
        {
            return;
        }

        var set = stored.Read();
        var revision = Workloads.Revision(loop, set);
        var wanted = set.At("spec", "replicas") as long? ?? 1;
        if (!stored.Deleting)
        {
            Step(loop, stored, set, revision, wanted);
        }

        var pods = loop.Owned("pods", ns, stored.Uid).Where(p => !p.Deleting).ToList();
        var fresh = (long)pods.Count(p => p.Labels.GetValueOrDefault("controller-revision-hash") == $"{name}-{revision}");
        var ready = (long)pods.Count(p => Objects.IsReady(p.Read()));
        var current = fresh == wanted ? $"{name}-{revision}" : set.At("status", "currentRevision") as string ?? $"{name}-{revision}";
        if (loop.Store.Get(Key, ns, name) is { } latest)
        {
            loop.SetStatus(Key, latest, new Map
            {
                ["observedGeneration"] = set.At("metadata", "generation"),
                ["replicas"] = (long)pods.Count,
                ["readyReplicas"] = ready,
                ["availableReplicas"] = ready,
                ["currentReplicas"] = (long)pods.Count(p => p.Labels.GetValueOrDefault("controller-revision-hash") == current),
                ["updatedReplicas"] = fresh,
                ["currentRevision"] = current,
                ["updateRevision"] = $"{name}-{revision}",
                ["collisionCount"] = 0L,
            });
        }
    }

    private static void Step(ControllerLoop loop, StoredObject stored, Map set, string revision, long wanted)
    {
        var pods = loop.Owned("pods", stored.Namespace, stored.Uid).ToDictionary(p => Ordinal(p.Name));
        var parallel = set.At("spec", "podManagementPolicy") is "Parallel";
        for (var i = 0; i < wanted; i++)
        {
            if (!pods.TryGetValue(i, out var pod))
            {
                Add(loop, stored, set, revision, i);
                if (!parallel)
                {
                    return;
                }
            }
            else if (!parallel && (pod.Deleting || !Objects.IsReady(pod.Read())))
            {
                return;
            }
        }

        foreach (var (_, pod) in pods.Where(p => p.Key >= wanted).OrderByDescending(p => p.Key))
        {
            if (!pod.Deleting)
            {
                loop.Delete("pods", pod);
                loop.Record(set, "Normal", "SuccessfulDelete", $"delete Pod {pod.Name} in StatefulSet {stored.Name} successful", "statefulset-controller");
            }

            if (!parallel)
            {
                return;
            }
        }

        if (set.At("spec", "updateStrategy", "type") is "OnDelete" || pods.Values.Any(p => p.Deleting))
        {
            return;
        }

        var partition = set.At("spec", "updateStrategy", "rollingUpdate", "partition") as long? ?? 0;
        var stale = pods.Where(p => p.Key >= partition && p.Key < wanted && p.Value.Labels.GetValueOrDefault("controller-revision-hash") != $"{stored.Name}-{revision}").OrderByDescending(p => p.Key).ToList();
        if (stale.Count > 0)
        {
            loop.Delete("pods", stale[0].Value);
            loop.Record(set, "Normal", "SuccessfulDelete", $"delete Pod {stale[0].Value.Name} in StatefulSet {stored.Name} successful", "statefulset-controller");
        }
    }

    private static long Ordinal(string pod) => long.TryParse(pod[(pod.LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : -1;

    private static void Add(ControllerLoop loop, StoredObject stored, Map set, string revision, int ordinal)
    {
        var name = $"{stored.Name}-{ordinal}";
        var pod = Objects.PodOf(set, ("controller-revision-hash", $"{stored.Name}-{revision}"), ("statefulset.kubernetes.io/pod-name", name), ("apps.kubernetes.io/pod-index", ordinal.ToString(CultureInfo.InvariantCulture)));
        var (meta, spec) = (pod.Child("metadata")!, pod.Ensure("spec"));
        meta["name"] = name;
        spec["hostname"] = name;
        spec["subdomain"] = set.At("spec", "serviceName");
        foreach (var template in set.Child("spec")!.Maps("volumeClaimTemplates"))
        {
            Claim(loop, stored, template, name, spec);
        }

        Workloads.AddPod(loop, set, pod, "statefulset",
            made => $"create Pod {made} in StatefulSet {stored.Name} successful", why => $"create Pod {name} in StatefulSet {stored.Name} failed error: {why}");
    }

    private static void Claim(ControllerLoop loop, StoredObject stored, Map template, string pod, Map spec)
    {
        var volume = template.At("metadata", "name") as string;
        var name = $"{volume}-{pod}";
        if (loop.Store.Get("persistentvolumeclaims", stored.Namespace, name) is null)
        {
            var claim = template.Copy();
            claim.Remove("status");
            claim.Ensure("metadata")["name"] = name;
            loop.Create("persistentvolumeclaims", stored.Namespace, claim);
        }

        if (spec.List("volumes") is not { } volumes)
        {
            spec["volumes"] = volumes = [];
        }

        volumes.RemoveAll(v => (v as Map)?.Text("name") == volume);
        volumes.Add(new Map { ["name"] = volume, ["persistentVolumeClaim"] = new Map { ["claimName"] = name } });
    }
}

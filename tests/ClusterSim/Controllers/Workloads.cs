using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>What the controllers of workloads share.</summary>
internal static class Workloads
{
    /// <summary>Wakes a controller for changes of its objects and of what they control.</summary>
    public static void Trigger(ControllerLoop loop, StoreChange change, string key, string controller)
    {
        if (change.Key == key)
        {
            loop.Enqueue(controller, change.After.Namespace, change.After.Name);
        }
        else if (change.Key is "pods" or ReplicaSets.Key && change.After.Controller is { } owner)
        {
            if (loop.Store.List(key, change.After.Namespace).Find(o => o.Uid == owner) is { } found)
            {
                loop.Enqueue(controller, found.Namespace, found.Name);
            }
        }
    }

    /// <summary>Makes a pod for its owner. Where admission refuses it, an event says so, it is tried again in a moment, and the refusal is given back.</summary>
    public static string? AddPod(ControllerLoop loop, Map owner, Map pod, string controller, Func<string, string> made, Func<string, string> failed)
    {
        var (ns, name) = ((string)owner.At("metadata", "namespace")!, (string)owner.At("metadata", "name")!);
        try
        {
            var added = loop.Create("pods", ns, pod);
            loop.Record(owner, "Normal", "SuccessfulCreate", made((string)added.At("metadata", "name")!), $"{controller}-controller");
            return null;
        }
        catch (ApiException refused)
        {
            loop.Record(owner, "Warning", "FailedCreate", failed(refused.Message), $"{controller}-controller");
            loop.EnqueueAfter(Again, $"{controller}s", ns, name);
            return refused.Message;
        }
    }

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>The revision of a template, kept as a ControllerRevision; its name ends in the hash.</summary>
    public static string Revision(ControllerLoop loop, Map owner)
    {
        var (ns, name, uid) = ((string)owner.At("metadata", "namespace")!, (string)owner.At("metadata", "name")!, (string)owner.At("metadata", "uid")!);
        var template = owner.At("spec", "template");
        var hash = Objects.Hash(template);
        var all = loop.Owned("controllerrevisions.apps", ns, uid);
        var last = all.Select(r => r.Read().Number("revision") ?? 0).DefaultIfEmpty(0).Max();
        var full = $"{name}-{hash}";
        if (all.Find(r => r.Name == full) is { } known)
        {
            if ((known.Read().Number("revision") ?? 0) < last)
            {
                loop.Change("controllerrevisions.apps", known, r => r["revision"] = last + 1);
            }

            return hash;
        }

        var patch = ((Map)template!).Copy();
        patch["$patch"] = "replace";
        loop.Create("controllerrevisions.apps", ns, new Map
        {
            ["metadata"] = new Map
            {
                ["name"] = full,
                ["labels"] = new Map((owner.At("spec", "template", "metadata", "labels") as Map ?? []).Append(KeyValuePair.Create("controller-revision-hash", (object?)hash))),
                ["ownerReferences"] = new Seq { Objects.OwnerReference(owner) },
            },
            ["data"] = new Map { ["spec"] = new Map { ["template"] = patch } },
            ["revision"] = last + 1,
        });
        return hash;
    }
}

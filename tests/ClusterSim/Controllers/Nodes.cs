using ClusterSim.Json;
using ClusterSim.Storage;

namespace ClusterSim.Controllers;

/// <summary>Registers new nodes, and keeps the taints that follow from a node's conditions and from its being cordoned.</summary>
internal static class Nodes
{
    private const string Key = "nodes";
    private const string Ttl = "node.alpha.kubernetes.io/ttl";

    private static readonly (string Condition, string Status, string Taint)[] Taints =
    [
        ("Ready", "False", "not-ready"), ("Ready", "Unknown", "unreachable"), ("MemoryPressure", "True", "memory-pressure"), ("DiskPressure", "True", "disk-pressure"),
        ("PIDPressure", "True", "pid-pressure"), ("NetworkUnavailable", "True", "network-unavailable"),
    ];

    /// <summary>The taint of a node that was added and has not reported yet.</summary>
    public static Map NotReady() => new() { ["key"] = "node.kubernetes.io/not-ready", ["effect"] = "NoSchedule" };

    public static void Register(ControllerLoop loop)
    {
        loop.Add("node-registration", Announce, (l, change) =>
        {
            if (change.Key == Key && change.Type == ChangeType.Added)
            {
                l.Enqueue("node-registration", "", change.After.Name);
            }
        });
        loop.Add("nodes", Reconcile, (l, change) =>
        {
            if (change.Key == Key && change.Type != ChangeType.Deleted)
            {
                l.Enqueue("nodes", "", change.After.Name);
            }
        });
    }

    private static void Announce(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { } stored)
        {
            return;
        }

        loop.Change(Key, stored, node =>
        {
            var meta = node.Child("metadata")!;
            meta.Ensure("annotations").Default(Ttl, "0");
            foreach (var label in (ReadOnlySpan<string>)["os", "arch"])
            {
                if (meta.At("labels", $"kubernetes.io/{label}") is { } value)
                {
                    meta.Child("labels")![$"beta.kubernetes.io/{label}"] = value;
                }
            }
        });
        var about = stored.Read();
        about.Child("metadata")!["uid"] = name;
        loop.Record(about, "Normal", "RegisteredNode", $"Node {name} event: Registered Node {name} in Controller", "node-controller");
    }

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get(Key, ns, name) is not { Deleting: false } stored)
        {
            return;
        }

        var node = stored.Read();
        var conditions = (node.Child("status") ?? []).Maps("conditions").ToList();
        if (conditions.Count == 0)
        {
            return;
        }

        var wanted = Taints.Where(t => conditions.Exists(c => c.Text("type") == t.Condition && c.Text("status") == t.Status)).Select(t => t.Taint).ToList();
        if (node.At("spec", "unschedulable") is true)
        {
            wanted.Add("unschedulable");
        }

        var own = Taints.Select(t => t.Taint).Append("unschedulable").Select(t => $"node.kubernetes.io/{t}").ToHashSet();
        var taints = (node.Child("spec") ?? []).Maps("taints").ToList();
        var kept = taints.Where(t => !own.Contains(t.Text("key") ?? "") || t.Text("effect") != "NoSchedule" || wanted.Contains(t.Text("key")!["node.kubernetes.io/".Length..])).ToList();
        foreach (var taint in wanted.Where(w => !kept.Exists(t => t.Text("key") == $"node.kubernetes.io/{w}" && t.Text("effect") == "NoSchedule")))
        {
            kept.Add(new Map { ["key"] = $"node.kubernetes.io/{taint}", ["effect"] = "NoSchedule", ["timeAdded"] = taint == "unschedulable" ? new Writing.ObjectWriter(loop.Cluster).Now() : null });
        }

        if (kept.Count != taints.Count || !kept.TrueForAll(taints.Contains))
        {
            loop.Change(Key, stored, n =>
            {
                n.Ensure("spec").Remove("taints");
                if (kept.Count > 0)
                {
                    n.Child("spec")!["taints"] = new Seq(kept);
                }
            });
        }
    }
}

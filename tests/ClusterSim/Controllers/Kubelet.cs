using ClusterSim.Json;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>Stands in for scheduler and kubelet: puts pods on nodes, makes them ready, completes those of jobs, ends those that are deleted.</summary>
internal static class Kubelet
{
    /// <summary>An annotation of a pod: the text that <c>pods/log</c> answers.</summary>
    public const string LogAnnotation = "clustersim.kurator.dev/log";

    /// <summary>An annotation of a pod: it never gets ready, for this reason (<c>ImagePullBackOff</c>, <c>CrashLoopBackOff</c>). An image tagged <c>fail</c> does the same.</summary>
    public const string FailAnnotation = "clustersim.kurator.dev/fail";

    public static void Register(ControllerLoop loop)
    {
        loop.Add("scheduler", Schedule, (l, change) =>
        {
            if (change.Key == "pods" && change.Type == ChangeType.Added)
            {
                l.Enqueue("scheduler", change.After.Namespace, change.After.Name);
            }
            else if (change.Key == "nodes" && change.Type != ChangeType.Deleted)
            {
                foreach (var pod in l.Store.List("pods", null).Where(p => p.Read().At("spec", "nodeName") is null))
                {
                    l.Enqueue("scheduler", pod.Namespace, pod.Name);
                }
            }
        });
        loop.Add("kubelet", Run, (l, change) =>
        {
            if (change.Key == "pods" && change.Type == ChangeType.Modified && change.After.Deleting && !change.Before!.Deleting)
            {
                l.EnqueueAfter(l.Cluster.Context.Options.PodStart / 2, "kubelet", change.After.Namespace, change.After.Name);
            }
        });
    }

    private static void Schedule(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get("pods", ns, name) is not { Deleting: false } stored)
        {
            return;
        }

        var pod = stored.Read();
        if (pod.At("spec", "nodeName") is string { Length: > 0 })
        {
            loop.EnqueueAfter(loop.Cluster.Context.Options.PodStart, "kubelet", ns, name);
            return;
        }

        if (Pick(loop, pod) is not { } node)
        {
            loop.SetStatus("pods", stored, Unschedulable(loop, pod));
            return;
        }

        loop.Change("pods", stored, p => p.Child("spec")!["nodeName"] = node, WriteOptions.Controller with { Manager = "kube-scheduler", FieldsNoted = true });
        loop.Record(pod, "Normal", "Scheduled", $"Successfully assigned {ns}/{name} to {node}", "default-scheduler");
        loop.Change("pods", loop.Store.Get("pods", ns, name)!, p => p["status"] = Starting(loop, p), WriteOptions.Kubelet with { FieldsNoted = true });
        loop.EnqueueAfter(loop.Cluster.Context.Options.PodStart, "kubelet", ns, name);
    }

    private static string? Pick(ControllerLoop loop, Map pod)
    {
        var spec = pod.Child("spec")!;
        var named = ((spec.At("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution") as Map)?.Maps("nodeSelectorTerms") ?? [])
            .SelectMany(t => t.Maps("matchFields")).Where(f => f.Text("key") == "metadata.name").SelectMany(f => f.List("values")!.OfType<string>()).ToList();
        var load = loop.Store.List("pods", null).Select(p => p.Read().At("spec", "nodeName") as string ?? "").CountBy(n => n).ToDictionary();
        return loop.Store.List("nodes", null).Where(n => (named.Count == 0 || named.Contains(n.Name)) && Fits(n, spec)).OrderBy(n => load.GetValueOrDefault(n.Name)).ThenBy(n => n.Name, StringComparer.Ordinal).FirstOrDefault()?.Name;
    }

    public static bool Fits(StoredObject stored, Map spec)
    {
        var node = stored.Read();
        if (node.At("spec", "unschedulable") is true && !Tolerates(spec, new Map { ["key"] = "node.kubernetes.io/unschedulable", ["effect"] = "NoSchedule" }))
        {
            return false;
        }

        return (node.Child("spec") ?? []).Maps("taints").Where(t => t.Text("effect") is "NoSchedule" or "NoExecute").All(t => Tolerates(spec, t))
            && (spec.Child("nodeSelector") ?? []).All(l => stored.Labels.GetValueOrDefault(l.Key) == l.Value as string);
    }

    private static bool Tolerates(Map spec, Map taint) => spec.Maps("tolerations").Any(t =>
        (t.Text("key") is null or "" ? t.Text("operator") == "Exists" : t.Text("key") == taint.Text("key") && (t.Text("operator") == "Exists" || (t.Text("value") ?? "") == (taint.Text("value") ?? "")))
        && (t.Text("effect") is null or "" || t.Text("effect") == taint.Text("effect")));

    private static void Run(ControllerLoop loop, string ns, string name)
    {
        if (loop.Store.Get("pods", ns, name) is not { } stored)
        {
            return;
        }

        if (stored.Deleting)
        {
            loop.Delete("pods", stored, null, grace: 0);
            return;
        }

        var pod = stored.Read();
        if (pod.At("status", "phase") is "Running" or "Succeeded" or "Failed")
        {
            return;
        }

        var job = pod.Child("metadata")!.Maps("ownerReferences").Any(o => o.Text("kind") == "Job");
        var failure = Failure(pod);
        if (failure is not null && job && failure is "Error")
        {
            loop.Change("pods", stored, p => p["status"] = Ended(loop, p, failed: true), WriteOptions.Kubelet);
            return;
        }

        loop.Change("pods", stored, p => p["status"] = failure is not null ? Waiting(loop, p, failure) : job ? Ended(loop, p, failed: false) : Running(loop, p), WriteOptions.Kubelet);
        if (failure is not null)
        {
            loop.Record(pod, "Warning", failure is "ImagePullBackOff" or "ErrImagePull" ? "Failed" : "BackOff", failure is "ImagePullBackOff" or "ErrImagePull" ? "Error: " + failure : "Back-off restarting failed container", "kubelet");
        }
    }

    private static string? Failure(Map pod)
    {
        if (pod.At("metadata", "annotations", FailAnnotation) is string { Length: > 0 } reason)
        {
            return reason;
        }

        return pod.Child("spec")!.Maps("containers").Any(c => c.Text("image")?.EndsWith(":fail", StringComparison.Ordinal) == true) ? "ImagePullBackOff" : null;
    }

    private static Map Starting(ControllerLoop loop, Map pod)
    {
        var status = (pod.Child("status") ?? []).Copy();
        status["conditions"] = new Seq { Condition(loop, "PodScheduled", "True") };
        return status;
    }

    private static Map Unschedulable(ControllerLoop loop, Map pod)
    {
        var status = (pod.Child("status") ?? []).Copy();
        var condition = Condition(loop, "PodScheduled", "False");
        condition["reason"] = "Unschedulable";
        condition["message"] = $"0/{loop.Store.Count("nodes")} nodes are available.";
        status["conditions"] = new Seq { condition };
        return status;
    }

    private static Map Running(ControllerLoop loop, Map pod)
    {
        var status = Base(loop, pod, "Running", ready: true);
        status["containerStatuses"] = Containers(pod, c => new Map { ["state"] = new Map { ["running"] = new Map { ["startedAt"] = Now(loop) } }, ["ready"] = true, ["started"] = true });
        return status;
    }

    private static Map Ended(ControllerLoop loop, Map pod, bool failed)
    {
        var status = Base(loop, pod, failed ? "Failed" : "Succeeded", ready: false);
        status["containerStatuses"] = Containers(pod, c => new Map
        {
            ["state"] = new Map
            {
                ["terminated"] = new Map { ["exitCode"] = failed ? 1L : 0L, ["reason"] = failed ? "Error" : "Completed", ["startedAt"] = Now(loop), ["finishedAt"] = Now(loop) },
            },
            ["ready"] = false,
            ["started"] = false,
        });
        return status;
    }

    private static Map Waiting(ControllerLoop loop, Map pod, string reason)
    {
        var status = Base(loop, pod, "Pending", ready: false);
        status["containerStatuses"] = Containers(pod, c => new Map { ["state"] = new Map { ["waiting"] = new Map { ["reason"] = reason, ["message"] = $"{reason} {c.Text("image")}" } }, ["ready"] = false, ["started"] = false });
        return status;
    }

    private static Map Base(ControllerLoop loop, Map pod, string phase, bool ready)
    {
        var status = (pod.Child("status") ?? []).Copy();
        status["phase"] = phase;
        status["startTime"] = Now(loop);
        status["podIP"] = Address(loop);
        status["podIPs"] = new Seq { new Map { ["ip"] = status["podIP"] } };
        if (pod.At("spec", "nodeName") is string node && loop.Store.Get("nodes", "", node)?.Read().Child("status")?.Maps("addresses").FirstOrDefault(a => a.Text("type") == "InternalIP") is { } address)
        {
            status["hostIP"] = address.Text("address");
        }

        status["conditions"] = new Seq
        {
            Condition(loop, "Initialized", "True"), Condition(loop, "Ready", ready ? "True" : "False"), Condition(loop, "ContainersReady", ready ? "True" : "False"), Condition(loop, "PodScheduled", "True"),
        };
        return status;
    }

    private static Seq Containers(Map pod, Func<Map, Map> state) => new(pod.Child("spec")!.Maps("containers").Select(c =>
    {
        var status = new Map { ["name"] = c.Text("name"), ["image"] = c.Text("image"), ["imageID"] = "", ["restartCount"] = 0L };
        foreach (var (key, value) in state(c))
        {
            status[key] = value;
        }

        return (object?)status;
    }));

    private static Map Condition(ControllerLoop loop, string type, string status) =>
        new() { ["type"] = type, ["status"] = status, ["lastProbeTime"] = null, ["lastTransitionTime"] = Now(loop) };

    private static string Now(ControllerLoop loop) => new ObjectWriter(loop.Cluster).Now();

    private static string Address(ControllerLoop loop)
    {
        var n = loop.Store.Revision;
        return $"10.{128 + (n / 62500 % 100)}.{n / 250 % 250}.{(n % 250) + 1}";
    }
}

using System.Globalization;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>What the server sets by itself on objects of certain kinds.</summary>
public static class KindRules
{
    /// <summary>Shows the generation of a DaemonSet's template, which is a field inside the server.</summary>
    internal const string TemplateGeneration = "deprecated.daemonset.template.generation";

    /// <summary>What counts as sent by the client: conversions and defaults that need code.</summary>
    public static void OnDecode(Resource resource, Map obj)
    {
        if (resource.StorageKey == "namespaces" && obj.At("metadata", "name") is string name)
        {
            Labels(obj, ("kubernetes.io/metadata.name", name));
        }
        else if (resource.StorageKey == "secrets")
        {
            StringData(obj);
        }
        else if (resource.StorageKey == "pods")
        {
            obj.Ensure("spec").Default("enableServiceLinks", true);
        }
        else if (resource.StorageKey == "jobs.batch")
        {
            JobDefaults(obj);
        }
        else if (resource.StorageKey == "daemonsets.apps")
        {
            obj.Ensure("metadata").Ensure("annotations").Default(TemplateGeneration, "0");
        }
    }

    public static void OnCreate(Cluster cluster, Resource resource, Map obj, WriteOptions options)
    {
        switch (resource.StorageKey)
        {
            case "namespaces":
                obj.Ensure("spec")["finalizers"] = new Seq { "kubernetes" };
                obj.Ensure("status")["phase"] = "Active";
                break;
            case "services": Services.Allocate(cluster, null, obj); break;
            case "nodes": Taint(obj); break;
            case "pods": Pods.OnCreate(cluster, obj); break;
            case "jobs.batch": Job(obj); break;
            case "daemonsets.apps":
                obj.Ensure("metadata").Ensure("annotations")[TemplateGeneration] = "1";
                break;
            case "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "replicationcontrollers":
                if (resource.StorageKey == "statefulsets.apps")
                {
                    obj.Ensure("status").Default("replicas", 0L);
                    obj.Ensure("status").Default("availableReplicas", 0L);
                }

                break;
            case "customresourcedefinitions.apiextensions.k8s.io":
                Definition(obj);
                obj.Ensure("status")["storedVersions"] = new Seq(obj.Child("spec")!.Maps("versions").Where(v => v.Flag("storage")).Select(v => v.Get("name")));
                break;
            case "certificatesigningrequests.certificates.k8s.io":
                var spec = obj.Ensure("spec");
                spec["username"] = options.User.Name;
                spec["groups"] = new Seq(options.User.Groups);
                break;
            case "priorityclasses.scheduling.k8s.io": break;
        }
    }

    public static void OnUpdate(Cluster cluster, Resource resource, Map before, Map after, WriteOptions options)
    {
        if (options.Subresource == "status")
        {
            return;
        }

        switch (resource.StorageKey)
        {
            case "namespaces":
                if (options.Subresource != "finalize" && before.At("spec", "finalizers") is { } kept)
                {
                    after.Ensure("spec")["finalizers"] = kept;
                }

                break;
            case "services": Services.Allocate(cluster, before, after); break;
            case "daemonsets.apps":
                var generation = before.At("metadata", "annotations", TemplateGeneration) as string ?? "1";
                if (!JsonText.Same(before.At("spec", "template"), after.At("spec", "template")))
                {
                    generation = (long.Parse(generation, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                }

                after.Ensure("metadata").Ensure("annotations")[TemplateGeneration] = generation;
                break;
            case "customresourcedefinitions.apiextensions.k8s.io": Definition(after); break;
        }
    }

    private static void StringData(Map secret)
    {
        if (secret.Remove("stringData", out var given) && given is Map texts)
        {
            var data = secret.Ensure("data");
            foreach (var (key, value) in texts)
            {
                data[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value as string ?? ""));
            }
        }
    }

    private static void JobDefaults(Map job)
    {
        var spec = job.Ensure("spec");
        if (spec.Get("completions") is null && spec.Number("parallelism") is null or 1)
        {
            spec["completions"] = 1L;
        }

        if (job.At("metadata", "labels") is null or Map { Count: 0 } && spec.At("template", "metadata", "labels") is Map { Count: > 0 } labels)
        {
            job.Ensure("metadata")["labels"] = labels.Copy();
        }
    }

    private static void Job(Map job)
    {
        var spec = job.Ensure("spec");
        if (spec.Flag("manualSelector"))
        {
            return;
        }

        var (uid, name) = (job.At("metadata", "uid")!, job.At("metadata", "name")!);
        Labels(spec.Ensure("template"), ("batch.kubernetes.io/controller-uid", uid), ("batch.kubernetes.io/job-name", name), ("controller-uid", uid), ("job-name", name));
        spec["selector"] = new Map { ["matchLabels"] = new Map { ["batch.kubernetes.io/controller-uid"] = uid } };
        if (job.Child("metadata")!.Child("labels") is null or { Count: 0 })
        {
            job.Child("metadata")!["labels"] = JsonText.Clone(spec.At("template", "metadata", "labels"));
        }
    }

    // Nothing runs on a node until it says that it is ready.
    private static void Taint(Map node)
    {
        var spec = node.Ensure("spec");
        if (!spec.Maps("taints").Any(t => t.Text("key") == "node.kubernetes.io/not-ready"))
        {
            spec["taints"] = new Seq([.. spec.Maps("taints"), Controllers.Nodes.NotReady()]);
        }
    }

    private static void Definition(Map crd)
    {
        var names = crd.Ensure("spec").Ensure("names");
        var kind = names.Text("kind") ?? "";
        names.Default("singular", kind.ToLowerInvariant());
        names.Default("listKind", kind + "List");
        foreach (var version in crd.Child("spec")!.Maps("versions"))
        {
            foreach (var column in version.Maps("additionalPrinterColumns"))
            {
                column.Remove("x");
            }
        }
    }

    private static void Labels(Map obj, params ReadOnlySpan<(string Key, object Value)> labels)
    {
        var map = obj.Ensure("metadata").Ensure("labels");
        foreach (var (key, value) in labels)
        {
            map[key] = value;
        }
    }
}

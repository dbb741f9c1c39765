using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>CustomResourceDefinitions: serves them, says that they are established, and ends their objects with them.</summary>
internal static class Definitions
{
    /// <summary>The finalizer that keeps a definition until its objects are gone.</summary>
    public const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";

    public const string Key = "customresourcedefinitions.apiextensions.k8s.io";

    public static void Register(ControllerLoop loop) => loop.Add("definitions", Reconcile, (l, change) =>
    {
        if (change.Key == Key)
        {
            l.Enqueue("definitions", "", change.After.Name);
        }
    });

    private static void Reconcile(ControllerLoop loop, string ns, string name)
    {
        _ = ns;
        var cluster = loop.Cluster;
        if (loop.Store.Get(Key, "", name) is not { } stored)
        {
            foreach (var (key, obj) in loop.Store.All().Where(o => o.Key == name))
            {
                loop.Store.Remove(key, obj.Namespace, obj.Name);
            }

            Serve(cluster);
            return;
        }

        Serve(cluster);

        if (stored.Deleting)
        {
            End(loop, stored);
            return;
        }

        var resource = cluster.Registry.FindKind("apiextensions.k8s.io", "v1", "CustomResourceDefinition")!;
        var crd = stored.Read();
        if (crd.Child("status")?.Maps("conditions").Any(c => c.Text("type") == "Established") != true)
        {
            var now = new ObjectWriter(cluster).Now();
            var spec = crd.Child("spec")!;
            crd["status"] = new Map
            {
                ["conditions"] = new Seq
                {
                    new Map { ["type"] = "NamesAccepted", ["status"] = "True", ["lastTransitionTime"] = now, ["reason"] = "NoConflicts", ["message"] = "no conflicts found" },
                    new Map { ["type"] = "Established", ["status"] = "True", ["lastTransitionTime"] = now, ["reason"] = "InitialNamesAccepted", ["message"] = "the initial names have been accepted" },
                },
                ["acceptedNames"] = JsonText.Clone(spec.Get("names")),
                ["storedVersions"] = new Seq(spec.Maps("versions").Where(v => v.Flag("storage")).Select(v => v.Get("name"))),
            };
            new ObjectWriter(cluster).Update(resource, stored, crd, WriteOptions.ControllerStatus with { Manager = "kube-apiserver" });
            Serve(cluster);
        }
    }

    /// <summary>Marks a definition as ending.</summary>
    public static void Terminate(Map crd, string now)
    {
        var status = crd.Ensure("status");
        var conditions = new Seq((status.List("conditions") ?? []).Where(c => (c as Map)?.Text("type") != "Terminating"))
        {
            new Map
            {
                ["type"] = "Terminating", ["status"] = "True", ["lastTransitionTime"] = now, ["reason"] = "InstanceDeletionPending",
                ["message"] = "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
            },
        };
        status["conditions"] = conditions;
    }

    private static void End(ControllerLoop loop, StoredObject stored)
    {
        var left = loop.Store.List(stored.Name, null);
        if (loop.Cluster.Registry.FindStored(stored.Name) is { } resource)
        {
            foreach (var obj in left.Where(o => !o.Deleting))
            {
                new ObjectWriter(loop.Cluster).Delete(resource, obj, new DeleteOptions("Background"), WriteOptions.Controller);
            }
        }

        if (loop.Store.List(stored.Name, null).Count > 0 || loop.Cluster.Time.GetUtcNow() - DateTimeOffset.Parse((string)stored.Read().At("metadata", "deletionTimestamp")!, System.Globalization.CultureInfo.InvariantCulture) < TimeSpan.FromMilliseconds(1200))
        {
            loop.EnqueueAfter(TimeSpan.FromMilliseconds(250), "definitions", "", stored.Name);
            return;
        }

        loop.Change(Key, stored, c =>
        {
            var meta = c.Child("metadata")!;
            var rest = new Seq(meta.List("finalizers")!.Where(f => f as string != Cleanup));
            meta.Remove("finalizers");
            if (rest.Count > 0)
            {
                meta["finalizers"] = rest;
            }
        });
    }

    /// <summary>Brings what the cluster serves in line with its definitions.</summary>
    public static void Serve(Cluster cluster)
    {
        var all = new List<Resource>();
        foreach (var crd in cluster.Store.List(Key, null).Select(s => s.Read()))
        {
            if (crd.Child("status")?.Maps("conditions").Any(c => c.Text("type") == "Established") == true)
            {
                all.AddRange(crd.Child("spec")!.Maps("versions").Where(v => v.Get("served") is not false).Select(v => Of(cluster, crd, v)));
            }
        }

        cluster.Registry.Custom = all;
    }

    private static Resource Of(Cluster cluster, Map crd, Map version)
    {
        var spec = crd.Child("spec")!;
        var names = spec.Child("names")!;
        var node = (version.At("schema", "openAPIV3Schema") as Map ?? new Map { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }).Copy();
        var (status, scale) = (version.At("subresources", "status") is Map, version.At("subresources", "scale") as Map);
        var subresources = new List<Subresource>();
        if (status)
        {
            subresources.Add(new Subresource("status", ["get", "patch", "update"], names.Text("kind")!));
        }

        if (scale is not null)
        {
            subresources.Add(new Subresource("scale", ["get", "patch", "update"], "Scale", "autoscaling", "v1"));
        }

        return new Resource
        {
            Group = spec.Text("group")!,
            Version = version.Text("name")!,
            Plural = names.Text("plural")!,
            Kind = names.Text("kind")!,
            Singular = names.Text("singular") ?? names.Text("kind")!.ToLowerInvariant(),
            ListKind = names.Text("listKind") ?? names.Text("kind") + "List",
            Namespaced = spec.Text("scope") == "Namespaced",
            ShortNames = names.List("shortNames")?.OfType<string>().ToList() ?? [],
            Categories = names.List("categories")?.OfType<string>().ToList() ?? [],
            Verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"],
            Subresources = subresources,
            Schema = CustomSchema.Root(node, cluster.Registry.BuiltIn.Types, status),
            Custom = new CustomVersion(
                crd.At("metadata", "name") as string ?? "", [.. version.Maps("additionalPrinterColumns")], node, scale, status,
                spec.Maps("versions").FirstOrDefault(v => v.Flag("storage"))?.Text("name") ?? version.Text("name")!),
        };
    }
}

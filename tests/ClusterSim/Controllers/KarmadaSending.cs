using System.Globalization;
using ClusterSim.Json;

namespace ClusterSim.Controllers;

/// <summary>Makes bindings of templates, and works of bindings, as Karmada does.</summary>
internal sealed class KarmadaSending(ControllerLoop loop)
{
    private const string Prefix = "karmada-es-";

    public string Bind(Map template, string ns, Map spec, IEnumerable<KeyValuePair<string, object?>> notes)
    {
        var key = ns.Length == 0 ? KarmadaPropagation.ClusterBindings : KarmadaPropagation.Bindings;
        var name = $"{template.At("metadata", "name")}-{template.Text("kind")}".ToLowerInvariant();
        foreach (var empty in spec.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList())
        {
            spec.Remove(empty);
        }

        if (loop.Store.Get(key, ns, name) is { } known)
        {
            // The version of the template is that of its last change of content.
            ((Map)spec["resource"]!)["resourceVersion"] = known.Read().At("spec", "resource", "resourceVersion");
            if (!known.Deleting)
            {
                loop.Change(key, known, item => item["spec"] = spec);
            }

            return name;
        }

        loop.Create(key, ns, new Map
        {
            ["metadata"] = new Map
            {
                ["name"] = name,
                ["finalizers"] = new Seq { "karmada.io/binding-controller" },
                ["labels"] = new Map { [$"{(ns.Length == 0 ? "cluster" : "")}resourcebinding.karmada.io/permanent-id"] = Guid.NewGuid().ToString() },
                ["annotations"] = new Map(notes),
                ["ownerReferences"] = new Seq { Objects.OwnerReference(template) },
            },
            ["spec"] = spec,
        });
        return name;
    }

    public static string NameOf(Map template) => $"{template.At("metadata", "name")}-{Objects.Hash($"{template.Text("kind")}/{template.At("metadata", "namespace")}")}";

    public void Send(Map binding, Map template, string label, string member, long? replicas)
    {
        var (name, space) = (NameOf(template), Prefix + member);
        if (loop.Store.Get("namespaces", "", space) is null)
        {
            return;
        }

        var manifest = template.Copy();
        manifest.Remove("status");
        var metadata = manifest.Ensure("metadata");
        foreach (var field in (string[])["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"])
        {
            metadata.Remove(field);
        }

        if (template.At("metadata", "generation") is long generation)
        {
            metadata.Ensure("annotations")["resourcetemplate.karmada.io/generation"] = generation.ToString(CultureInfo.InvariantCulture);
        }

        metadata.Ensure("labels")["karmada.io/managed"] = "true";
        if (replicas is { } count)
        {
            manifest.Ensure("spec")["replicas"] = count;
        }

        var spec = new Map
        {
            ["preserveResourcesOnDeletion"] = binding.At("spec", "preserveResourcesOnDeletion") is true,
            ["suspendDispatching"] = false,
            ["workload"] = new Map { ["manifests"] = new Seq { manifest } },
        };
        if (loop.Store.Get(KarmadaWorks.Works, space, name) is { } known)
        {
            if (!known.Deleting)
            {
                loop.Change(KarmadaWorks.Works, known, work => work["spec"] = spec);
            }

            return;
        }

        var notes = new Map { [$"{label}/name"] = binding.At("metadata", "name"), ["work.karmada.io/conflict-resolution"] = ((string)binding.At("spec", "conflictResolution")!).ToLowerInvariant() };
        if (binding.At("metadata", "namespace") is { } ns)
        {
            notes[$"{label}/namespace"] = ns;
        }

        loop.Create(KarmadaWorks.Works, space, new Map
        {
            ["metadata"] = new Map
            {
                ["name"] = name,
                ["finalizers"] = new Seq { "karmada.io/execution-controller" },
                ["labels"] = new Map { [$"{label}/permanent-id"] = binding.At("metadata", "labels", $"{label}/permanent-id"), ["work.karmada.io/permanent-id"] = Guid.NewGuid().ToString() },
                ["annotations"] = notes,
            },
            ["spec"] = spec,
        });
    }
}

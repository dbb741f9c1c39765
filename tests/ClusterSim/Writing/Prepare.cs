using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>Brings an object into the form in which it is stored: what the server sets, keeps, defaults and drops.</summary>
public static class Prepare
{
    private static readonly HashSet<string> WithoutGeneration =
        ["pods", "services", "namespaces", "nodes", "persistentvolumes", "persistentvolumeclaims", "resourcequotas", "apiservices", "horizontalpodautoscalers", "certificatesigningrequests", "volumeattachments"];

    public static Map ForCreate(Cluster cluster, Resource resource, Map obj, WriteOptions options)
    {
        if (HasGeneration(resource))
        {
            obj.Ensure("metadata")["generation"] = 1L;
        }

        if (HasStatus(resource))
        {
            obj.Remove("status");
        }

        obj = Shape(cluster, resource, obj);
        KindRules.OnCreate(cluster, resource, obj, options);
        return Shape(cluster, resource, obj);
    }

    /// <summary>What an update cannot change in metadata, and the managed fields that it does not send.</summary>
    public static void KeepMeta(Map before, Map after)
    {
        var (old, meta) = (before.Child("metadata")!, after.Ensure("metadata"));
        foreach (var key in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink", "generateName"])
        {
            if (old.Get(key) is { } value)
            {
                meta[key] = value;
            }
            else if (key != "generateName")
            {
                meta.Remove(key);
            }
        }

        if (!meta.ContainsKey("managedFields") && old.Get("managedFields") is { } managed)
        {
            meta["managedFields"] = JsonText.Clone(managed);
        }
    }

    public static Map ForUpdate(Cluster cluster, Resource resource, Map before, Map after, WriteOptions options)
    {
        if (options.Subresource == "status")
        {
            after = WithStatusOf(before, after, resource);
        }
        else if (HasStatus(resource) && options.Subresource is "" or "scale")
        {
            after.Remove("status");
            if (before.Get("status") is { } status)
            {
                after["status"] = JsonText.Clone(status);
            }
        }

        after = Shape(cluster, resource, after);
        KindRules.OnUpdate(cluster, resource, before, after, options);
        after = Shape(cluster, resource, after);
        if (HasGeneration(resource) && options.Subresource != "status" && SpecChanged(resource, before, after))
        {
            after.Child("metadata")!["generation"] = (before.Child("metadata")!.Number("generation") ?? 0) + 1;
        }

        return after;
    }

    public static bool HasStatus(Resource resource) => resource.Custom is { } custom ? custom.HasStatus : resource.Has("status") && resource.Schema.Fields.ContainsKey("status");

    /// <summary>Types, defaults and pruning.</summary>
    public static Map Shape(Cluster cluster, Resource resource, Map obj)
    {
        if (resource.Custom is not null)
        {
            CustomSchema.Prune(resource.Schema, obj);
            CustomSchema.Default(resource.Schema, obj);
            return obj;
        }

        var nullTimes = cluster.Registry.Minor < 34;
        obj = TypedDecoder.Normalize(resource.Schema, obj, nullTimes);
        Defaults.Apply(resource.Schema, obj);
        return TypedDecoder.Normalize(resource.Schema, obj, nullTimes);
    }

    private static bool HasGeneration(Resource resource) =>
        resource.Custom is not null || resource.Plural is "mutatingwebhookconfigurations" or "validatingwebhookconfigurations" or "networkpolicies" or "ingressclasses" or "priorityclasses"
        || (resource.Schema.Fields.ContainsKey("spec") && resource.Has("status") && !WithoutGeneration.Contains(resource.Plural));

    private static bool SpecChanged(Resource resource, Map before, Map after)
    {
        if (resource.Custom is { } custom)
        {
            return !JsonText.Same(Content(before, custom.HasStatus), Content(after, custom.HasStatus));
        }

        return !JsonText.Same(Without(before.Get("spec")), Without(after.Get("spec"))) || !JsonText.Same(before.Get("webhooks"), after.Get("webhooks"))
            || (resource.StorageKey == "deployments.apps" && !JsonText.Same(before.At("metadata", "annotations"), after.At("metadata", "annotations")));
    }

    private static object? Without(object? spec) => spec;

    private static Map Content(Map obj, bool hasStatus) => new(obj.Where(p => p.Key is not ("metadata" or "apiVersion" or "kind") && !(hasStatus && p.Key == "status")));

    private static Map WithStatusOf(Map before, Map after, Resource resource)
    {
        var result = before.Copy();
        if (after.TryGetValue("status", out var status))
        {
            result["status"] = status;
        }
        else
        {
            result.Remove("status");
        }

        var (meta, given) = (result.Child("metadata")!, after.Child("metadata")!);
        if (resource.Custom is null)
        {
            // Metadata other than labels may change with the status of a built-in kind.
            foreach (var key in (ReadOnlySpan<string>)["annotations", "finalizers", "ownerReferences"])
            {
                meta.Remove(key);
                if (given.Get(key) is { } value)
                {
                    meta[key] = value;
                }
            }
        }

        meta.Remove("managedFields");
        if (given.Get("managedFields") is { } managed)
        {
            meta["managedFields"] = managed;
        }

        return result;
    }
}

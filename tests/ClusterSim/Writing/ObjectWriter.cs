using System.Globalization;
using System.Security.Cryptography;
using ClusterSim.Api;
using ClusterSim.Apply;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;

namespace ClusterSim.Writing;

/// <summary>
/// Every write of an object goes through here, from clients and controllers alike: admission, preparation, defaults, validation, managed fields, storage.
/// Callers hold the gate of the store around reading and writing.
/// </summary>
public sealed class ObjectWriter(Cluster cluster)
{
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";

    private Store Store => cluster.Store;

    public Map Create(Resource resource, Map obj, string ns, WriteOptions options)
    {
        var meta = obj.Ensure("metadata");
        if (resource.Namespaced)
        {
            if (meta.Text("namespace") is { Length: > 0 } given && given != ns)
            {
                throw Failures.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
            }

            meta["namespace"] = ns;
        }
        else
        {
            meta.Remove("namespace");
        }

        if (meta.Text("resourceVersion") is { Length: > 0 } and not "0")
        {
            throw new ApiException(500, "", "resourceVersion should not be set on objects to be created");
        }

        var name = meta.Text("name") ?? "";
        if (name.Length == 0 && meta.Text("generateName") is { Length: > 0 } prefix)
        {
            meta["name"] = name = (prefix.Length > 58 ? prefix[..58] : prefix) + RandomNumberGenerator.GetString(Letters, 5);
        }

        foreach (var key in (ReadOnlySpan<string>)["resourceVersion", "uid", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"])
        {
            meta.Remove(key);
        }

        Admission.Namespace(cluster, resource, ns, name);
        meta["creationTimestamp"] = Now();
        meta["uid"] = Guid.NewGuid().ToString();
        obj = Prepare.Shape(cluster, resource, obj);
        KindRules.OnDecode(resource, obj);
        if (!options.FieldsNoted)
        {
            Note(resource, null, obj, options);
        }

        obj = Prepare.ForCreate(cluster, resource, obj, options);
        Admission.Escalation(cluster, resource, null, obj, options.User);
        Rules.Demand(cluster, resource, obj, null);
        if (Store.Get(resource.StorageKey, ns, name) is not null)
        {
            throw Failures.AlreadyExists(resource, name);
        }

        Webhooks.Demand(cluster, resource, null, obj, options);
        Quotas.Demand(cluster, resource, obj);
        return options.DryRun ? obj : Save(resource, obj);
    }

    /// <summary>Writes <paramref name="after"/> over what is stored.</summary>
    public Map Update(Resource resource, StoredObject stored, Map after, WriteOptions options)
    {
        var before = Versions.Convert(cluster, resource, stored.Read());
        var meta = after.Ensure("metadata");
        if (meta.Text("name") is { Length: > 0 } name && name != stored.Name)
        {
            throw Failures.BadRequest($"the name of the object ({name}) does not match the name on the URL ({stored.Name})");
        }

        if (resource.Namespaced && meta.Text("namespace") is { Length: > 0 } ns && ns != stored.Namespace)
        {
            throw Failures.BadRequest($"the namespace of the object ({ns}) does not match the namespace on the URL ({stored.Namespace})");
        }

        if (meta.Text("uid") is { Length: > 0 } uid && uid != stored.Uid)
        {
            throw Failures.Conflict(resource, stored.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {stored.Uid}");
        }

        var revision = meta.Text("resourceVersion") ?? "";
        if (revision.Length == 0 && resource.Custom is not null && options.Subresource.Length == 0)
        {
            throw Failures.Invalid(resource.Group, resource.Plural, stored.Name, [FieldError.Invalid("metadata.resourceVersion", "0x0", "must be specified for an update")]);
        }

        if (revision is not ("" or "0") && revision != stored.Revision.ToString(CultureInfo.InvariantCulture))
        {
            throw Failures.Modified(resource, stored.Name);
        }

        after = Prepare.Shape(cluster, resource, after);
        KindRules.OnDecode(resource, after);
        Prepare.KeepMeta(before, after);
        if (!options.FieldsNoted)
        {
            Note(resource, before, after, options);
        }

        after = Prepare.ForUpdate(cluster, resource, before, after, options);
        Admission.Escalation(cluster, resource, before, after, options.User);
        Rules.Demand(cluster, resource, after, before);
        Webhooks.Demand(cluster, resource, before, after, options);
        after.Ensure("metadata")["resourceVersion"] = stored.Revision.ToString(CultureInfo.InvariantCulture);
        if (options.DryRun)
        {
            return after;
        }

        if (after.At("metadata", "deletionTimestamp") is not null && after.Child("metadata")!.List("finalizers") is null or { Count: 0 } && !HoldsOpen(resource, after))
        {
            // The last finalizer goes with the object: watchers see it deleted, not changed.
            Store.Remove(resource.StorageKey, stored.Namespace, stored.Name);
            return after;
        }

        return Save(resource, after);
    }

    /// <summary>Deletes, or marks as being deleted where finalizers or a grace period hold the object; null when it is gone.</summary>
    public Map? Delete(Resource resource, StoredObject stored, DeleteOptions how, WriteOptions options)
    {
        Check(resource, stored, how);
        var obj = stored.Read();
        var meta = obj.Ensure("metadata");
        var finalizers = meta.List("finalizers")?.OfType<string>().ToList() ?? [];
        var wanted = how.Propagation switch { "Orphan" => "orphan", "Foreground" => "foregroundDeletion", _ => null };
        finalizers.RemoveAll(f => f is "orphan" or "foregroundDeletion" && f != wanted && how.Propagation is not null);
        if (wanted is not null && !finalizers.Contains(wanted))
        {
            finalizers.Add(wanted);
        }

        if (resource.StorageKey == Controllers.Definitions.Key && meta.Get("deletionTimestamp") is null)
        {
            Controllers.Definitions.Terminate(obj, Now());
            finalizers.Add(Controllers.Definitions.Cleanup);
        }

        var grace = Grace(resource, obj, how);
        var held = finalizers.Count > 0 || grace > 0 || (resource.StorageKey != "pods" && HoldsOpen(resource, obj));
        if (!held)
        {
            if (!options.DryRun)
            {
                Store.Remove(resource.StorageKey, stored.Namespace, stored.Name);
            }

            return null;
        }

        meta.Remove("finalizers");
        if (finalizers.Count > 0)
        {
            meta["finalizers"] = new Seq(finalizers);
        }

        if (meta.Get("deletionTimestamp") is null || (grace < (meta.Number("deletionGracePeriodSeconds") ?? 0)))
        {
            meta["deletionTimestamp"] = cluster.Time.GetUtcNow().AddSeconds(grace).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            if (resource.Plural != "namespaces" && resource.StorageKey != Controllers.Definitions.Key)
            {
                meta["deletionGracePeriodSeconds"] = grace;
            }

            if (meta.Number("generation") is { } generation && resource.Plural != "customresourcedefinitions")
            {
                meta["generation"] = generation + 1;
            }

            if (resource.Plural == "namespaces" && resource.Group.Length == 0)
            {
                obj.Ensure("status")["phase"] = "Terminating";
            }
        }

        obj = Ordered(resource, obj);
        return options.DryRun ? Versions.Convert(cluster, resource, obj) : Versions.Convert(cluster, resource, Store.Put(resource.StorageKey, obj).Read());
    }

    public string Now() => cluster.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Check(Resource resource, StoredObject stored, DeleteOptions how)
    {
        if (how.Uid is { } uid && uid != stored.Uid)
        {
            throw new ApiException(409, "Conflict", $"Operation cannot be fulfilled on {resource.Kind} \"{stored.Name}\": the UID in the precondition ({uid}) does not match the UID in record ({stored.Uid}). The object might have been deleted and then recreated", Failures.Details(stored.Name, resource.Group, resource.Kind));
        }

        if (how.ResourceVersion is { } revision && revision != stored.Revision.ToString(CultureInfo.InvariantCulture))
        {
            throw new ApiException(409, "Conflict", $"Operation cannot be fulfilled on {resource.Kind} \"{stored.Name}\": the ResourceVersion in the precondition ({revision}) does not match the ResourceVersion in record ({stored.Revision}). The object might have been modified", Failures.Details(stored.Name, resource.Group, resource.Kind));
        }
    }

    private static long Grace(Resource resource, Map obj, DeleteOptions how)
    {
        if (resource.StorageKey != "pods")
        {
            return 0;
        }

        var pending = obj.At("spec", "nodeName") is null or "" || obj.At("status", "phase") is "Succeeded" or "Failed";
        var seconds = how.GraceSeconds ?? (obj.At("spec", "terminationGracePeriodSeconds") as long? ?? 30);
        return pending ? 0 : Math.Max(0, seconds);
    }

    // A namespace stays until its content is gone, a definition until its objects are.
    private bool HoldsOpen(Resource resource, Map obj) =>
        (resource.Plural == "namespaces" && resource.Group.Length == 0 && obj.At("spec", "finalizers") is Seq { Count: > 0 })
        || (resource.StorageKey == "pods" && obj.At("metadata", "deletionGracePeriodSeconds") is long and > 0 && Store.Get("nodes", "", obj.At("spec", "nodeName") as string ?? "") is not null);

    private Map Save(Resource resource, Map obj)
    {
        var storage = Versions.ToStorage(cluster, resource, obj);
        return Versions.Convert(cluster, resource, Store.Put(resource.StorageKey, Ordered(resource, storage)).Read());
    }

    private void Note(Resource resource, Map? before, Map after, WriteOptions options) =>
        ManagedFields.Update(resource.Schema, before, after, options.Manager, options.Subresource, cluster.Time.GetUtcNow());

    private static Map Ordered(Resource resource, Map obj)
    {
        if (resource.Custom is null)
        {
            return obj;
        }

        var meta = obj.Child("metadata")!;
        obj["metadata"] = new Map(meta.Where(p => p.Value is not Map { Count: 0 } and not Seq { Count: 0 } and not null));
        return obj;
    }
}

using System.Security.Cryptography;
using System.Text;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Controllers;

/// <summary>What controllers do with objects.</summary>
internal static class Objects
{
    private const string Letters = "456789bcdf";

    public static Resource ResourceOf(this ControllerLoop loop, string key) => loop.Cluster.Registry.FindStored(key)!;

    /// <summary>The objects of a kind that an owner controls.</summary>
    public static List<StoredObject> Owned(this ControllerLoop loop, string key, string ns, string owner) => [.. loop.Store.List(key, ns).Where(o => o.Controller == owner)];

    public static Map Create(this ControllerLoop loop, string key, string ns, Map obj)
    {
        var resource = loop.ResourceOf(key);
        obj["kind"] = resource.Kind;
        obj["apiVersion"] = resource.GroupVersion;
        return new ObjectWriter(loop.Cluster).Create(resource, TypedDecoder.Normalize(resource.Schema, obj), ns, WriteOptions.Controller);
    }

    /// <summary>Changes an object; what changes nothing writes nothing.</summary>
    public static void Change(this ControllerLoop loop, string key, StoredObject stored, Action<Map> change, WriteOptions? options = null)
    {
        var obj = stored.Read();
        change(obj);
        var before = stored.Read();
        if (!JsonText.Same(before, obj))
        {
            new ObjectWriter(loop.Cluster).Update(loop.ResourceOf(key), stored, obj, options ?? WriteOptions.Controller);
        }
    }

    public static void SetStatus(this ControllerLoop loop, string key, StoredObject stored, Map status)
    {
        var resource = loop.ResourceOf(key);
        var empty = TypedDecoder.Normalize(resource.Schema, new Map { ["status"] = status }, loop.Cluster.Registry.Minor < 34);
        loop.Change(key, stored, o => o["status"] = empty.Get("status"), WriteOptions.ControllerStatus);
    }

    public static void Delete(this ControllerLoop loop, string key, StoredObject stored, string? propagation = "Background", long? grace = null) =>
        new ObjectWriter(loop.Cluster).Delete(loop.ResourceOf(key), stored, new DeleteOptions(propagation, grace), WriteOptions.Controller);

    public static Map OwnerReference(Map owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.At("metadata", "name"),
        ["uid"] = owner.At("metadata", "uid"),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>A pod of a template, owned by <paramref name="owner"/>.</summary>
    public static Map PodOf(Map owner, params ReadOnlySpan<(string Key, string Value)> labels)
    {
        var template = (owner.At("spec", "template") as Map ?? []).Copy();
        var meta = template.Ensure("metadata");
        meta.Remove("creationTimestamp");
        foreach (var (key, value) in labels)
        {
            meta.Ensure("labels")[key] = value;
        }

        meta["generateName"] = $"{owner.At("metadata", "name")}-";
        meta["ownerReferences"] = new Seq { OwnerReference(owner) };
        return template;
    }

    /// <summary>A short hash of a value, in the alphabet of generated names.</summary>
    public static string Hash(object? value)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(value)));
        return string.Concat(hash.Take(10).Select(b => Letters[b % Letters.Length]));
    }

    public static bool IsReady(Map pod) => (pod.Child("status") ?? []).Maps("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    public static bool IsActive(Map pod) => pod.At("metadata", "deletionTimestamp") is null && pod.At("status", "phase") is not ("Succeeded" or "Failed");

    /// <summary>A number or a percentage of <paramref name="total"/>.</summary>
    public static long Share(object? value, long total, bool roundUp) => value switch
    {
        long l => l,
        string s when s.EndsWith('%') && double.TryParse(s[..^1], System.Globalization.CultureInfo.InvariantCulture, out var percent) =>
            (long)(roundUp ? Math.Ceiling(total * percent / 100) : Math.Floor(total * percent / 100)),
        _ => 0,
    };

    private static string Canonical(object? value) => value switch
    {
        Map map => "{" + string.Join(",", map.Where(p => p.Value is not null).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{Canonical(p.Value)}")) + "}",
        Seq list => "[" + string.Join(",", list.Select(Canonical)) + "]",
        _ => JsonText.ToText(value),
    };
}

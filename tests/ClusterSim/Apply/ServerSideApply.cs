using System.Text;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Writing;
using YamlDotNet.Core;

namespace ClusterSim.Apply;

/// <summary>Apply requests: create the object when it is not there, else merge into it and judge who manages what.</summary>
public static class ServerSideApply
{
    public static (int Code, Map Result) Run(ApiCall call, Resource resource, byte[] body)
    {
        var config = Parse(body);
        var (ns, name) = (ResourceApi.NamespaceOf(call, resource), call.Info.Name);
        if (config.Text("kind") != resource.Kind || config.Text("apiVersion") != resource.GroupVersion)
        {
            throw Failures.BadRequest($"{config.Text("kind")} in version \"{config.Text("apiVersion")}\" cannot be handled as a {resource.Kind}");
        }

        var meta = config.Ensure("metadata");
        if (meta.ContainsKey("managedFields"))
        {
            throw Failures.BadRequest("metadata.managedFields must be nil");
        }

        meta.Default("name", name);
        if (resource.Namespaced)
        {
            meta.Default("namespace", ns);
        }

        var stored = call.Cluster.Store.Get(resource.StorageKey, ns, name);
        if (stored is null && meta.Text("uid") is { Length: > 0 } uid)
        {
            throw Failures.Conflict(resource, name, $"uid mismatch: the provided object specified uid {uid}, and no existing object was found");
        }

        if (stored is not null && meta.Text("resourceVersion") is { Length: > 0 } revision && revision != stored.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            throw Failures.Modified(resource, name);
        }

        Strict(call, resource, config);
        ApplyCheck.Demand(resource.Schema, config, ns, name);
        var live = stored is null ? null : Versions.Convert(call.Cluster, resource, stored.Read());
        var result = ManagedFields.Apply(
            resource.Schema, live, config, call.FieldManager, call.Info.Subresource, call.Query("force") == "true", call.Cluster.Time.GetUtcNow());
        var writer = new ObjectWriter(call.Cluster);
        var options = ResourceApi.Options(call, call.Info.Subresource) with { FieldsNoted = true };
        if (stored is null)
        {
            if (call.Info.Subresource.Length > 0)
            {
                throw Failures.NotFound(resource, name);
            }

            return (201, writer.Create(resource, result, ns, options));
        }

        result.Ensure("metadata")["resourceVersion"] = live!.At("metadata", "resourceVersion");
        return (200, writer.Update(resource, stored, KeepTime(call, resource, live, result), options));
    }

    private static Map Parse(byte[] body)
    {
        try
        {
            return YamlText.Parse(Encoding.UTF8.GetString(body)) as Map ?? throw Failures.BadRequest("error decoding YAML: the body is no object");
        }
        catch (YamlException e)
        {
            throw Failures.BadRequest($"error decoding YAML: {e.Message}");
        }
    }

    private static void Strict(ApiCall call, Resource resource, Map config)
    {
        if (call.Query("fieldValidation") != "Strict" || resource.Custom is null)
        {
            return;
        }

        var unknown = CustomSchema.Unknown(resource.Schema, config);
        if (unknown.Count > 0)
        {
            throw Failures.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: strict decoding error: {string.Join(", ", unknown.Select(u => $"unknown field \"{u}\""))}");
        }
    }

    // An apply that changes nothing but the time of its own entry writes nothing.
    private static Map KeepTime(ApiCall call, Resource resource, Map live, Map result)
    {
        var (a, b) = (Prepare.Shape(call.Cluster, resource, live.Copy()), Prepare.Shape(call.Cluster, resource, result.Copy()));
        foreach (var entry in a.Child("metadata")!.Maps("managedFields").Concat(b.Child("metadata")!.Maps("managedFields")))
        {
            entry.Remove("time");
        }

        return JsonText.Same(a, b) ? live : result;
    }
}

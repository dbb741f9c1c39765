using System.Text;
using ClusterSim.Apply;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Storage;
using ClusterSim.Writing;

namespace ClusterSim.Api;

/// <summary>Requests on objects: create, get, update, patch, delete. Lists and watches are in <see cref="ListApi"/>, subresources in <see cref="SubresourceApi"/>.</summary>
public static class ResourceApi
{
    private const string ApplyType = "application/apply-patch+yaml";

    public static async Task Handle(ApiCall call)
    {
        var info = call.Info;
        var resource = call.Cluster.Registry.Find(info.Group, info.Version, info.Plural);
        if (resource is null)
        {
            if (!call.Cluster.Registry.Serves(info.Group, info.Version))
            {
                await Answer.Text(call, 404, "404 page not found\n");
                return;
            }

            throw Failures.NoSuchResource();
        }

        if (info.Subresource.Length > 0 && !resource.Has(info.Subresource))
        {
            throw Failures.NoSuchResource();
        }

        if (resource.Namespaced && info.Namespace.Length == 0 && (info.Verb is not ("list" or "watch") || info.Name.Length > 0))
        {
            throw info.Name.Length == 0 && info.Verb == "create" ? Failures.MethodNotAllowed() : Failures.NoSuchResource();
        }

        if (info.Subresource is not ("" or "status"))
        {
            await SubresourceApi.Handle(call, resource);
            return;
        }

        if (!resource.Verbs.Contains("get") && info.Verb == "create")
        {
            await Access.Reviews.Handle(call, resource);
            return;
        }

        if (!(info.Verb is "deletecollection" ? resource.Verbs.Contains("deletecollection") : resource.Verbs.Contains(info.Verb)))
        {
            throw Failures.MethodNotAllowed();
        }

        _ = Negotiation.Of(call.Http.Request.Headers.Accept.ToString(), resource.Custom is null);
        switch (info.Verb)
        {
            case "get": await Get(call, resource); break;
            case "list": await ListApi.List(call, resource); break;
            case "watch": await ListApi.Watch(call, resource); break;
            case "create" when info.Name.Length == 0: await Create(call, resource); break;
            case "update": await Update(call, resource); break;
            case "patch": await Patch(call, resource); break;
            case "delete": await Delete(call, resource); break;
            case "deletecollection": await DeleteAll(call, resource); break;
            default: throw Failures.MethodNotAllowed();
        }
    }

    /// <summary>The namespace of the request's object in the store: a cluster-wide one has none.</summary>
    public static string NamespaceOf(ApiCall call, Resource resource) => resource.Namespaced ? call.Info.Namespace : "";

    public static StoredObject Stored(ApiCall call, Resource resource) =>
        call.Cluster.Store.Get(resource.StorageKey, NamespaceOf(call, resource), call.Info.Name) ?? throw Failures.NotFound(resource, call.Info.Name);

    public static WriteOptions Options(ApiCall call, string subresource = "") => new(call.User, call.FieldManager, call.DryRun, subresource);

    private static Task Get(ApiCall call, Resource resource)
    {
        if (resource.Plural == "componentstatuses")
        {
            throw Failures.NotFound(resource, call.Info.Name);
        }

        var obj = Versions.Convert(call.Cluster, resource, Stored(call, resource).Read());
        return Answer.Object(call, 200, obj, resource.Schema, resource);
    }

    private static async Task Create(ApiCall call, Resource resource)
    {
        var body = await call.BodyAsync();
        var obj = Decoder.Read(call, body, call.ContentType, resource.Group, resource.Version, resource.Kind, resource.Schema);
        Map made;
        lock (call.Cluster.Store.Gate)
        {
            made = new ObjectWriter(call.Cluster).Create(resource, obj, NamespaceOf(call, resource), Options(call));
        }

        await Answer.Object(call, 201, made, resource.Schema, resource);
    }

    private static async Task Update(ApiCall call, Resource resource)
    {
        var body = await call.BodyAsync();
        var obj = Decoder.Read(call, body, call.ContentType, resource.Group, resource.Version, resource.Kind, resource.Schema);
        var (code, result) = Write(call, resource, obj);
        await Answer.Object(call, code, result, resource.Schema, resource);
    }

    private static (int Code, Map Result) Write(ApiCall call, Resource resource, Map obj)
    {
        lock (call.Cluster.Store.Gate)
        {
            var writer = new ObjectWriter(call.Cluster);
            if (resource.Plural is "leases" or "events" && call.Cluster.Store.Get(resource.StorageKey, call.Info.Namespace, call.Info.Name) is null)
            {
                return (201, writer.Create(resource, obj, NamespaceOf(call, resource), Options(call)));
            }

            return (200, writer.Update(resource, Stored(call, resource), obj, Options(call, call.Info.Subresource)));
        }
    }

    private static async Task Patch(ApiCall call, Resource resource)
    {
        var type = call.ContentType;
        var allowed = type is "application/json-patch+json" or "application/merge-patch+json" or ApplyType || (type == "application/strategic-merge-patch+json" && resource.Custom is null);
        if (!allowed)
        {
            throw type == "application/strategic-merge-patch+json"
                ? new ApiException(415, "UnsupportedMediaType", $"the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, {ApplyType}")
                : new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
        }

        var body = await call.BodyAsync();
        if (type == ApplyType && (call.Query("fieldManager") ?? "").Length == 0)
        {
            throw Failures.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Required("fieldManager", "is required for apply patch")]);
        }

        if (type != ApplyType && call.Query("force") is not null)
        {
            throw Failures.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Forbidden("force", "may not be specified for non-apply patch")]);
        }

        int code;
        Map result;
        lock (call.Cluster.Store.Gate)
        {
            (code, result) = type == ApplyType ? ServerSideApply.Run(call, resource, body) : (200, Patched(call, resource, type, body));
        }

        await Answer.Object(call, code, result, resource.Schema, resource);
    }

    private static Map Patched(ApiCall call, Resource resource, string type, byte[] body)
    {
        var stored = Stored(call, resource);
        var before = Versions.Convert(call.Cluster, resource, stored.Read());
        var after = PatchBody(resource.Schema, before, type, body);
        after = Decoder.Check(call, after, [], resource.Group, resource.Version, resource.Kind, resource.Schema);
        if (after.At("metadata", "resourceVersion") is null or "")
        {
            after.Ensure("metadata")["resourceVersion"] = before.At("metadata", "resourceVersion");
        }

        return new ObjectWriter(call.Cluster).Update(resource, stored, after, Options(call, call.Info.Subresource));
    }

    /// <summary><paramref name="before"/> with a patch of one of the three plain kinds applied.</summary>
    public static Map PatchBody(Schema schema, Map before, string type, byte[] body)
    {
        if (type == "application/json-patch+json")
        {
            return JsonPatch.Apply(before, body);
        }

        if (JsonPatch.Read(body) is not Map patch)
        {
            throw Failures.BadRequest("error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}");
        }

        return type == "application/merge-patch+json" ? (Map)JsonPatch.Merge(before, patch)! : StrategicMerge.Apply(schema, before, patch);
    }

    private static async Task Delete(ApiCall call, Resource resource)
    {
        var how = DeleteBody.Read(call, await call.BodyAsync());
        var options = Options(call) with { DryRun = call.DryRun || how.DryRun };
        StoredObject stored;
        Map? left;
        lock (call.Cluster.Store.Gate)
        {
            stored = Stored(call, resource);
            left = new ObjectWriter(call.Cluster).Delete(resource, stored, how.Options, options);
        }

        if (left is not null)
        {
            await Answer.Object(call, 200, left, resource.Schema, resource);
            return;
        }

        if (resource.StorageKey is "pods" or "serviceaccounts" or "services" or "persistentvolumeclaims" or "persistentvolumes" or "resourcequotas" or "podtemplates" or "replicationcontrollers" && ReturnsDeleted(resource))
        {
            await Answer.Object(call, 200, Versions.Convert(call.Cluster, resource, stored.Read()), resource.Schema, resource);
            return;
        }

        var details = Failures.Details(stored.Name, resource.Group, resource.Plural);
        details["uid"] = stored.Uid;
        var status = new Map { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new Map(), ["status"] = "Success", ["details"] = details };
        await Answer.Object(call, 200, status, call.Cluster.Registry.BuiltIn.Types.Find("meta.v1.Status")!);
    }

    private static bool ReturnsDeleted(Resource resource) => resource.Group.Length == 0 && resource.Plural != "replicationcontrollers";

    private static async Task DeleteAll(ApiCall call, Resource resource)
    {
        var how = DeleteBody.Read(call, await call.BodyAsync());
        var selection = Selection.Of(call, resource);
        List<StoredObject> found;
        lock (call.Cluster.Store.Gate)
        {
            found = [.. call.Cluster.Store.List(resource.StorageKey, resource.Namespaced ? call.Info.Namespace : null).Where(selection.Matches)];
            var writer = new ObjectWriter(call.Cluster);
            foreach (var stored in found)
            {
                writer.Delete(resource, stored, how.Options, Options(call) with { DryRun = call.DryRun || how.DryRun });
            }
        }

        await ListApi.Write(call, resource, found, new Map { ["resourceVersion"] = call.Cluster.Store.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }
}

/// <summary>The options of a delete, from its body and query.</summary>
public sealed record DeleteBody(Writing.DeleteOptions Options, bool DryRun)
{
    public static DeleteBody Read(ApiCall call, byte[] body)
    {
        var map = body.Length == 0 ? [] : call.ContentType == Negotiation.Protobuf
            ? Proto.ProtoReader.Envelope(body, call.Cluster.Registry.BuiltIn.Types)
            : call.ContentType == "application/yaml" ? YamlText.Parse(Encoding.UTF8.GetString(body)) as Map ?? [] : Decoder.ParseJson(body, "DeleteOptions", []);
        var propagation = map.Text("propagationPolicy") ?? call.Query("propagationPolicy");
        if ((map.Get("orphanDependents") as bool? ?? (call.Query("orphanDependents") is { } q ? q == "true" : null)) is { } orphan)
        {
            propagation ??= orphan ? "Orphan" : "Background";
        }

        if (propagation is not (null or "Orphan" or "Background" or "Foreground"))
        {
            throw Failures.Invalid("meta.k8s.io", "DeleteOptions", "", [FieldError.NotSupported("propagationPolicy", $"\"{propagation}\"", ["Foreground", "Background", "Orphan", "nil"])]);
        }

        var grace = map.Number("gracePeriodSeconds") ?? (long.TryParse(call.Query("gracePeriodSeconds"), out var g) ? g : null);
        return new DeleteBody(
            new Writing.DeleteOptions(propagation, grace, map.At("preconditions", "uid") as string, map.At("preconditions", "resourceVersion") as string),
            map.List("dryRun")?.Contains("All") == true);
    }
}

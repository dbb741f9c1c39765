using System.Globalization;
using ClusterSim.Access;
using ClusterSim.Json;
using ClusterSim.Schemas;
using ClusterSim.Writing;

namespace ClusterSim.Api;

/// <summary>Subresources other than status: scale, token, finalize, eviction, binding, log, exec, proxy.</summary>
public static class SubresourceApi
{
    public static Task Handle(ApiCall call, Resource resource)
    {
        var sub = resource.Subresources.First(s => s.Name == call.Info.Subresource);
        if (!sub.Verbs.Contains(call.Info.Verb))
        {
            throw Failures.MethodNotAllowed();
        }

        return sub.Name switch
        {
            "scale" => Scale(call, resource),
            "token" => Token(call, resource),
            "finalize" or "approval" or "ephemeralcontainers" => Replace(call, resource, sub.Name),
            "eviction" => Evict(call, resource),
            "binding" => Bind(call, resource),
            "log" => Log(call, resource),
            "exec" => PodSessions.Exec(call, resource),
            "proxy" => ServiceProxy.Forward(call, resource),
            _ => throw new ApiException(400, "BadRequest", "Upgrade request required"),
        };
    }

    private static async Task Scale(ApiCall call, Resource resource)
    {
        var paths = ScalePaths.Of(resource);
        var schema = call.Cluster.Registry.BuiltIn.Types.Find("autoscaling.v1.Scale")!;
        var body = call.Info.Verb == "get" ? [] : await call.BodyAsync();
        Map result;
        lock (call.Cluster.Store.Gate)
        {
            var stored = ResourceApi.Stored(call, resource);
            var obj = Versions.Convert(call.Cluster, resource, stored.Read());
            result = paths.View(obj);
            if (call.Info.Verb != "get")
            {
                var wanted = call.Info.Verb == "update" ? Decoder.Read(call, body, call.ContentType, "autoscaling", "v1", "Scale", schema)
                    : Decoder.Check(call, ResourceApi.PatchBody(schema, result, call.ContentType, body), [], "autoscaling", "v1", "Scale", schema);
                if (wanted.At("spec", "replicas") is long and < 0 and var replicas)
                {
                    throw Failures.Invalid("autoscaling", "Scale", stored.Name, [FieldError.Invalid("spec.replicas", replicas.ToString()!, "must be greater than or equal to 0")]);
                }

                if (wanted.At("metadata", "resourceVersion") is string { Length: > 0 } revision && revision != stored.Revision.ToString(CultureInfo.InvariantCulture))
                {
                    throw Failures.Modified(resource, stored.Name);
                }

                paths.SetReplicas(obj, wanted.At("spec", "replicas") as long? ?? 0);
                result = paths.View(new ObjectWriter(call.Cluster).Update(resource, stored, obj, ResourceApi.Options(call, "scale")));
            }
        }

        await Answer.Object(call, 200, result, schema);
    }

    private static async Task Replace(ApiCall call, Resource resource, string name)
    {
        var body = call.Info.Verb == "get" ? [] : await call.BodyAsync();
        Map result;
        lock (call.Cluster.Store.Gate)
        {
            var stored = ResourceApi.Stored(call, resource);
            result = Versions.Convert(call.Cluster, resource, stored.Read());
            if (call.Info.Verb != "get")
            {
                var after = call.Info.Verb == "update" ? Decoder.Read(call, body, call.ContentType, resource.Group, resource.Version, resource.Kind, resource.Schema) : ResourceApi.PatchBody(resource.Schema, result, call.ContentType, body);
                result = new ObjectWriter(call.Cluster).Update(resource, stored, after, ResourceApi.Options(call, name == "approval" ? "status" : name));
            }
        }

        await Answer.Object(call, 200, result, resource.Schema);
    }

    private static async Task Token(ApiCall call, Resource resource)
    {
        var schema = call.Cluster.Registry.BuiltIn.Types.Find("authentication.v1.TokenRequest")!;
        var request = Decoder.Read(call, await call.BodyAsync(), call.ContentType, "authentication.k8s.io", "v1", "TokenRequest", schema);
        Defaults.Apply(schema, request);
        var account = ResourceApi.Stored(call, resource);
        await Answer.Object(call, 201, TokenRequests.Issue(call, account, request), schema);
    }

    private static async Task Evict(ApiCall call, Resource resource)
    {
        await call.BodyAsync();
        lock (call.Cluster.Store.Gate)
        {
            var pod = ResourceApi.Stored(call, resource);
            Budgets.Check(call.Cluster, pod);
            new ObjectWriter(call.Cluster).Delete(resource, pod, new DeleteOptions(), ResourceApi.Options(call));
        }

        await Answer.Object(call, 201, Success(201), call.Cluster.Registry.BuiltIn.Types.Find("meta.v1.Status")!);
    }

    private static async Task Bind(ApiCall call, Resource resource)
    {
        var schema = call.Cluster.Registry.BuiltIn.Types.Find("core.v1.Binding")!;
        var binding = Decoder.Read(call, await call.BodyAsync(), call.ContentType, "", "v1", "Binding", schema);
        lock (call.Cluster.Store.Gate)
        {
            var stored = ResourceApi.Stored(call, resource);
            var pod = stored.Read();
            pod.Ensure("spec")["nodeName"] = binding.At("target", "name");
            new ObjectWriter(call.Cluster).Update(resource, stored, pod, ResourceApi.Options(call));
        }

        await Answer.Object(call, 201, Success(201), call.Cluster.Registry.BuiltIn.Types.Find("meta.v1.Status")!);
    }

    private static Map Success(long code) => new() { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new Map(), ["status"] = "Success", ["code"] = code };

    private static async Task Log(ApiCall call, Resource resource)
    {
        var pod = ResourceApi.Stored(call, resource).Read();
        var containers = pod.Child("spec")!.Maps("containers").Concat(pod.Child("spec")!.Maps("initContainers")).Select(c => c.Text("name")!).ToList();
        var container = call.Query("container") is { Length: > 0 } given ? given : containers[0];
        if (call.Query("container") is null or "" && containers.Count > 1)
        {
            throw Failures.BadRequest($"a container name must be specified for pod {call.Info.Name}, choose one of: [{string.Join(' ', containers)}]");
        }

        if (!containers.Contains(container))
        {
            throw Failures.BadRequest($"container {container} is not valid for pod {call.Info.Name}");
        }

        if (pod.At("status", "phase") is "Pending")
        {
            throw Failures.BadRequest($"container \"{container}\" in pod \"{call.Info.Name}\" is waiting to start: ContainerCreating");
        }

        var text = pod.At("metadata", "annotations", Controllers.Kubelet.LogAnnotation) as string ?? $"{container} started\n";
        await Answer.Raw(call, 200, System.Text.Encoding.UTF8.GetBytes(text), "text/plain");
    }
}

/// <summary>Where a kind keeps its replicas.</summary>
internal sealed record ScalePaths(string[] Spec, string[] Status, string[]? Selector)
{
    public static ScalePaths Of(Resource resource) => resource.Custom?.Scale is { } scale
        ? new ScalePaths(Split(scale.Text("specReplicasPath")), Split(scale.Text("statusReplicasPath")), scale.Text("labelSelectorPath") is { Length: > 0 } s ? Split(s) : null)
        : new ScalePaths(["spec", "replicas"], ["status", "replicas"], null);

    public Map View(Map obj)
    {
        var meta = new Map();
        foreach (var key in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (obj.At("metadata", key) is { } value)
            {
                meta[key] = value;
            }
        }

        var status = new Map { ["replicas"] = obj.At(Status) as long? ?? 0L };
        var selector = Selector is not null ? obj.At(Selector) as string : Text(obj.At("spec", "selector") as Map);
        if (selector is { Length: > 0 })
        {
            status["selector"] = selector;
        }

        var spec = new Map();
        if (obj.At(Spec) is long replicas and not 0)
        {
            spec["replicas"] = replicas;
        }

        return new Map { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1", ["metadata"] = meta, ["spec"] = spec, ["status"] = status };
    }

    public void SetReplicas(Map obj, long replicas)
    {
        foreach (var step in Spec[..^1])
        {
            obj = obj.Ensure(step);
        }

        obj[Spec[^1]] = replicas;
    }

    private static string[] Split(string? path) => (path ?? "").TrimStart('.').Split('.');

    private static string Text(Map? selector)
    {
        var labels = selector is null ? [] : selector.Child("matchLabels") ?? (selector.ContainsKey("matchExpressions") ? [] : selector);
        return string.Join(",", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));
    }
}

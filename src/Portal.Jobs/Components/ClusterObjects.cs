using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Portal.Core.Components.Manifests;

namespace Portal.Jobs.Components;

/// <summary>Objects of any kind in one cluster, and what the cluster would make of them.</summary>
internal sealed class ClusterObjects(IKubernetes client)
{
    /// <summary>The name under which helm owns fields.</summary>
    internal const string FieldManager = "helm";

    private readonly ConcurrentDictionary<string, Task<IReadOnlyDictionary<string, ApiResource>>> _apis = new();

    /// <summary>How the kind is addressed, or null when the cluster does not know it.</summary>
    public async Task<ApiResource?> FindKindAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        (await _apis.GetOrAdd(apiVersion, version => ReadKindsAsync(version, cancellationToken))).GetValueOrDefault(kind);

    /// <summary>True when the cluster serves the group and version ("policy/v1").</summary>
    public async Task<bool> ServesAsync(string apiVersion, CancellationToken cancellationToken) =>
        (await _apis.GetOrAdd(apiVersion, version => ReadKindsAsync(version, cancellationToken))).Count > 0;

    /// <summary>The object as it is, or null.</summary>
    public async Task<JsonObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, "application/json", cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Makes the object what <paramref name="content"/> says, in the place of helm, whoever owns its fields now.</summary>
    public Task<JsonObject> ApplyAsync(string path, JsonObject content, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Patch, $"{path}?force=true&fieldManager={FieldManager}", content, "application/apply-patch+yaml", cancellationToken);

    /// <summary>What the object would become: admission, defaults and validation run in the cluster, and nothing is stored.</summary>
    /// <param name="force">Over the fields of other managers; else they are a conflict (409).</param>
    public Task<JsonObject> DryRunAsync(string path, JsonObject content, bool force, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Patch, $"{path}?dryRun=All&force={(force ? "true" : "false")}&fieldManager={FieldManager}", content, "application/apply-patch+yaml", cancellationToken);

    /// <summary>A list's items with their metadata alone, read in pages; at most <paramref name="most"/>.</summary>
    /// <param name="path">With its query.</param>
    public async Task<IReadOnlyList<JsonObject>> ListMetadataAsync(string path, int most, CancellationToken cancellationToken)
    {
        var items = new List<JsonObject>();
        for (string? next = ""; next is not null && items.Count < most;)
        {
            var page = await SendAsync(HttpMethod.Get, $"{path}&limit=500{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}", null, "application/json", cancellationToken,
                "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
            items.AddRange((page["items"] as JsonArray ?? []).OfType<JsonObject>());
            next = (string?)page["metadata"]?["continue"] is { Length: > 0 } more ? more : null;
        }

        return items;
    }

    /// <summary>The object as it is, or null: it is not there, or the cluster does not know its kind.</summary>
    public async Task<JsonObject?> FindAsync(string apiVersion, string kind, string name, string? @namespace, CancellationToken cancellationToken) =>
        await FindKindAsync(apiVersion, kind, cancellationToken) is { } resource
            ? await ReadAsync(Path(apiVersion, resource, @namespace ?? "", name), cancellationToken)
            : null;

    /// <summary>Whether the object is there. False when the cluster does not know its kind.</summary>
    public async Task<bool> ExistsAsync(string apiVersion, string kind, string name, string? @namespace, CancellationToken cancellationToken) =>
        await FindAsync(apiVersion, kind, name, @namespace, cancellationToken) is not null;

    public static string Path(ManifestObject item, ApiResource resource, string defaultNamespace) =>
        Path(item.ApiVersion, resource, item.Namespace.Length > 0 ? item.Namespace : defaultNamespace, item.Name);

    internal static string Path(string apiVersion, ApiResource resource, string @namespace, string name) => resource.Namespaced && @namespace.Length > 0
        ? $"{Root(apiVersion)}/namespaces/{Uri.EscapeDataString(@namespace)}/{resource.Plural}/{Uri.EscapeDataString(name)}"
        : $"{Root(apiVersion)}/{resource.Plural}/{Uri.EscapeDataString(name)}";

    /// <summary>The core group has a root of its own.</summary>
    private static string Root(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}";

    private async Task<IReadOnlyDictionary<string, ApiResource>> ReadKindsAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var list = await ReadAsync(Root(apiVersion), cancellationToken);
        return (list?["resources"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(resource => ((string)resource["name"]!).Contains('/', StringComparison.Ordinal) is false)
            .DistinctBy(resource => (string)resource["kind"]!)
            .ToDictionary(resource => (string)resource["kind"]!, resource => new ApiResource((string)resource["name"]!, (bool)resource["namespaced"]!));
    }

    private Uri Address(string path) => new($"{((k8s.Kubernetes)client).BaseUri.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>One request and its answer. Throws <see cref="HttpOperationException"/> where the cluster says no.</summary>
    internal async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? content, string mediaType, CancellationToken cancellationToken, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, Address(path));
        request.Headers.Accept.ParseAdd(accept);
        if (content is not null)
        {
            // JSON is YAML too: the media type is what asks for a server-side apply.
            request.Content = new StringContent(content.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        }

        using var response = await ((k8s.Kubernetes)client).HttpClient.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(body)!.AsObject()
            : throw new HttpOperationException($"The cluster answered {(int)response.StatusCode}.") { Response = new HttpResponseMessageWrapper(response, body) };
    }
}

/// <param name="Plural">As addresses have it: "deployments".</param>
internal sealed record ApiResource(string Plural, bool Namespaced);

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Portal.Core.Components.Manifests;

namespace Portal.Jobs.Components.Planning;

/// <summary>Objects of any kind in one cluster, and what the cluster would make of them. Changes nothing.</summary>
internal sealed class ClusterObjects(IKubernetes client)
{
    /// <summary>The name under which helm owns fields.</summary>
    private const string FieldManager = "helm";

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
            return await SendAsync(new HttpRequestMessage(HttpMethod.Get, Address(path)), cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>What the object would become: admission, defaults and validation run in the cluster, and nothing is stored.</summary>
    public Task<JsonObject> DryRunAsync(string path, JsonObject content, CancellationToken cancellationToken) => SendAsync(
        new HttpRequestMessage(HttpMethod.Patch, Address($"{path}?dryRun=All&force=true&fieldManager={FieldManager}"))
        {
            // YAML is a superset: the media type is what asks for a server-side apply.
            Content = new StringContent(content.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml")),
        },
        cancellationToken);

    public static string Path(ManifestObject item, ApiResource resource, string defaultNamespace)
    {
        var root = item.Group.Length == 0 ? $"api/{item.Version}" : $"apis/{item.Group}/{item.Version}";
        var space = item.Namespace.Length > 0 ? item.Namespace : defaultNamespace;
        return resource.Namespaced
            ? $"{root}/namespaces/{Uri.EscapeDataString(space)}/{resource.Plural}/{Uri.EscapeDataString(item.Name)}"
            : $"{root}/{resource.Plural}/{Uri.EscapeDataString(item.Name)}";
    }

    private async Task<IReadOnlyDictionary<string, ApiResource>> ReadKindsAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var list = await ReadAsync(apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}", cancellationToken);
        return (list?["resources"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(resource => ((string)resource["name"]!).Contains('/', StringComparison.Ordinal) is false)
            .DistinctBy(resource => (string)resource["kind"]!)
            .ToDictionary(resource => (string)resource["kind"]!, resource => new ApiResource((string)resource["name"]!, (bool)resource["namespaced"]!));
    }

    private Uri Address(string path) => new($"{((k8s.Kubernetes)client).BaseUri.AbsoluteUri.TrimEnd('/')}/{path}");

    private async Task<JsonObject> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            request.Headers.Accept.ParseAdd("application/json");
            using var response = await ((k8s.Kubernetes)client).HttpClient.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(body)!.AsObject()
                : throw new HttpOperationException($"The cluster answered {(int)response.StatusCode}.") { Response = new HttpResponseMessageWrapper(response, body) };
        }
    }
}

/// <param name="Plural">As addresses have it: "deployments".</param>
internal sealed record ApiResource(string Plural, bool Namespaced);

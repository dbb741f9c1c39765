using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Portal.Core.Clusters;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// Karmada's own API. What it refuses is a problem that names Karmada. Its clusters are made and changed by plain writes:
/// what serves them is not the API server that serves all else.
/// </summary>
internal sealed class KarmadaApi(IKubernetes client) : IDisposable
{
    private const string Clusters = $"apis/{KarmadaNames.ClusterApi}/clusters";

    // Karmada's own documentation speaks of a few hundred members.
    private const int Most = 5_000;

    public ClusterObjects Objects { get; } = new(client);

    public ClusterWriter Writer { get; } = new(client, KarmadaKubeconfig.Name);

    public IKubernetes Client => client;

    public Task<JsonObject?> FindClusterAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(() => Objects.ReadAsync($"{Clusters}/{name}", cancellationToken));

    public Task<IReadOnlyList<JsonObject>> ListClustersAsync(CancellationToken cancellationToken) => ListAsync(Clusters, cancellationToken);

    public Task<IReadOnlyList<JsonObject>> ListWorksAsync(string cluster, CancellationToken cancellationToken) =>
        ListAsync($"apis/{KarmadaNames.WorkApi}/namespaces/{KarmadaNames.ExecutionSpace(cluster)}/works", cancellationToken);

    public Task<JsonObject> CreateClusterAsync(JsonObject cluster, CancellationToken cancellationToken) => AskAsync(() =>
        Objects.SendAsync(HttpMethod.Post, $"{Clusters}?fieldManager={MemberAccount.FieldManager}", cluster, "application/json", cancellationToken));

    public Task<JsonObject> PatchClusterAsync(string name, JsonObject patch, CancellationToken cancellationToken) =>
        PatchAsync($"{Clusters}/{name}", patch, cancellationToken);

    /// <summary>A merge patch.</summary>
    public Task<JsonObject> PatchAsync(string path, JsonObject patch, CancellationToken cancellationToken) => AskAsync(() =>
        Objects.SendAsync(HttpMethod.Patch, $"{path}?fieldManager={MemberAccount.FieldManager}", patch, "application/merge-patch+json", cancellationToken));

    public Task<JsonObject> ApplyAsync(JsonObject content, CancellationToken cancellationToken) =>
        AskAsync(() => Writer.ApplyAsync(content, cancellationToken, force: true));

    /// <summary>False when it is not there.</summary>
    public Task<bool> DeleteAsync(string apiVersion, string kind, string? @namespace, string name, CancellationToken cancellationToken) =>
        AskAsync(() => Writer.DeleteAsync(apiVersion, kind, @namespace, name, _ => true, cancellationToken));

    /// <summary>Puts what Karmada refuses into words.</summary>
    public static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (HttpOperationException error)
        {
            throw KubernetesFaults.Describe(error, KarmadaKubeconfig.Name);
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>All of them, in pages; none where the kind is not served.</summary>
    /// <param name="path">With or without a query.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken)
    {
        List<JsonObject> found = [];
        var next = "";
        do
        {
            var page = await AskAsync(() => ReadPageAsync(path, next, cancellationToken));
            found.AddRange((page?["items"] as JsonArray ?? []).OfType<JsonObject>());
            next = (string?)page?["metadata"]?["continue"] ?? "";
        }
        while (next.Length > 0 && found.Count < Most);
        return found;
    }

    private async Task<JsonObject?> ReadPageAsync(string path, string next, CancellationToken cancellationToken)
    {
        try
        {
            return await Objects.SendAsync(HttpMethod.Get, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=500&continue={Uri.EscapeDataString(next)}", null, "application/json", cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components;

/// <summary>Objects of kinds that the portal has no types for, by what the cluster itself says of their kinds.</summary>
internal static class ApiObjects
{
    /// <summary>Whether an object is there. False when the cluster does not know its kind.</summary>
    public static async Task<bool> ExistsAsync(
        IKubernetes cluster, string apiVersion, string kind, string name, string? @namespace, CancellationToken cancellationToken)
    {
        var (group, version) = Split(apiVersion);
        try
        {
            var resources = group.Length == 0
                ? await cluster.CoreV1.GetAPIResourcesAsync(cancellationToken)
                : await cluster.CustomObjects.GetAPIResourcesAsync(group, version, cancellationToken);
            if (resources.Resources.FirstOrDefault(resource => resource.Kind == kind && !resource.Name.Contains('/', StringComparison.Ordinal)) is not { } known)
            {
                return false;
            }

            using var client = new GenericClient(cluster, group, version, known.Name, disposeClient: false);
            _ = @namespace is not null && known.Namespaced
                ? await client.ReadNamespacedAsync<KubernetesObjectOfAnyKind>(@namespace, name, cancellationToken)
                : await client.ReadAsync<KubernetesObjectOfAnyKind>(name, cancellationToken);
            return true;
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return false;
        }
    }

    /// <summary>The first objects of a definition's kind in the whole cluster; none when there is no such definition.</summary>
    public static async Task<FoundObjects> ListAsync(IKubernetes cluster, string definition, int most, CancellationToken cancellationToken)
    {
        try
        {
            var crd = await cluster.ApiextensionsV1.ReadCustomResourceDefinitionAsync(definition, cancellationToken: cancellationToken);
            var version = crd.Spec.Versions.FirstOrDefault(candidate => candidate.Storage) ?? crd.Spec.Versions[0];
            var answer = await cluster.CustomObjects.ListClusterCustomObjectAsync(
                crd.Spec.Group, version.Name, crd.Spec.Names.Plural, limit: most, cancellationToken: cancellationToken);
            var items = (JsonSerializer.SerializeToNode(answer)?["items"] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
            return new FoundObjects(crd.Spec.Group, version.Name, crd.Spec.Names.Plural, items);
        }
        catch (Exception error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.NotFound))
        {
            return new FoundObjects("", "", definition, []);
        }
    }

    private static (string Group, string Version) Split(string apiVersion) =>
        apiVersion.Split('/') is [var group, var version] ? (group, version) : ("", apiVersion);

    /// <summary>No field is asked for but that the object is there.</summary>
    private sealed record KubernetesObjectOfAnyKind : IKubernetesObject
    {
        public string? ApiVersion { get; set; }

        public string? Kind { get; set; }
    }
}

/// <summary>Objects of one kind, and how they are reached.</summary>
internal sealed record FoundObjects(string Group, string Version, string Plural, IReadOnlyList<JsonObject> Items)
{
    /// <summary>"namespace/name", or the name alone of a cluster-wide object.</summary>
    public static string NameOf(JsonObject item) => (string?)item["metadata"]?["namespace"] is { } space
        ? $"{space}/{(string?)item["metadata"]?["name"]}"
        : (string?)item["metadata"]?["name"] ?? "";
}

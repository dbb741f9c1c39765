using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components;

/// <summary>The objects of a definition, by what the definition itself says of its kind.</summary>
internal static class ApiObjects
{
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
}

/// <summary>Objects of one kind, and how they are reached.</summary>
internal sealed record FoundObjects(string Group, string Version, string Plural, IReadOnlyList<JsonObject> Items)
{
    /// <summary>"namespace/name", or the name alone of a cluster-wide object.</summary>
    public static string NameOf(JsonObject item) => (string?)item["metadata"]?["namespace"] is { } space
        ? $"{space}/{(string?)item["metadata"]?["name"]}"
        : (string?)item["metadata"]?["name"] ?? "";
}

using System.Net;
using System.Text.Json.Nodes;
using k8s;
using Portal.Core.Kubernetes;

namespace Portal.Jobs.Components.Systems;

/// <summary>Looks whether a namespace holds more than what every namespace does.</summary>
internal static class NamespaceContents
{
    private const int Most = 20;

    /// <summary>Groups that show what others hold, or what passes by itself.</summary>
    private static readonly string[] Mirrors =
        ["metrics.k8s.io", "custom.metrics.k8s.io", "external.metrics.k8s.io", "events.k8s.io", "packages.operators.coreos.com"];

    /// <summary>Made by Kubernetes in every namespace.</summary>
    private static readonly string[] Everywhere = ["configmaps/kube-root-ca.crt", "serviceaccounts/default"];

    /// <summary>Kinds that the portal may not list, and that nobody puts beside an application: storage drivers keep capacities in their own namespace.</summary>
    private static readonly string[] Unseen = ["podtemplates", "csistoragecapacities"];

    /// <param name="ignored">"configmaps/name": what need not stay.</param>
    /// <param name="passOverUnseen">True to pass over kinds that the portal may not list and that are hardly ever there.</param>
    /// <returns>False where something is there, or where the portal may not look.</returns>
    public static async Task<bool> IsEmptyAsync(IKubernetes cluster, string @namespace, IReadOnlyCollection<string> ignored, CancellationToken cancellationToken, bool passOverUnseen = false)
    {
        var objects = new ClusterObjects(cluster);
        foreach (var root in await RootsAsync(objects, cancellationToken))
        {
            foreach (var plural in Listable(await objects.ReadAsync(root, cancellationToken)))
            {
                if (!(passOverUnseen && Unseen.Contains(plural)) && !await HoldsNothingAsync(objects, $"{root}/namespaces/{@namespace}/{plural}", plural, ignored, cancellationToken))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static async Task<IReadOnlyList<string>> RootsAsync(ClusterObjects objects, CancellationToken cancellationToken)
    {
        var groups = (await objects.ReadAsync("apis", cancellationToken))?["groups"] as JsonArray ?? [];
        return
        [
            "api/v1",
            .. groups.OfType<JsonObject>().Where(group => !Mirrors.Contains((string?)group["name"]))
                .Select(group => $"apis/{(string?)group["preferredVersion"]?["groupVersion"]}"),
        ];
    }

    private static IEnumerable<string> Listable(JsonObject? list) => (list?["resources"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(resource => (bool?)resource["namespaced"] == true && (resource["verbs"] as JsonArray ?? []).Any(verb => (string?)verb == "list"))
        .Select(resource => (string)resource["name"]!)
        .Where(name => name != "events" && !name.Contains('/', StringComparison.Ordinal));

    private static async Task<bool> HoldsNothingAsync(
        ClusterObjects objects, string path, string plural, IReadOnlyCollection<string> ignored, CancellationToken cancellationToken)
    {
        try
        {
            var list = await objects.ReadAsync($"{path}?limit={Most}", cancellationToken);
            return (list?["items"] as JsonArray ?? []).Select(item => $"{plural}/{(string?)item?["metadata"]?["name"]}")
                .All(name => Everywhere.Contains(name) || ignored.Contains(name));
        }
        catch (k8s.Autorest.HttpOperationException error) when (KubernetesFaults.StatusOf(error) is HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed)
        {
            return KubernetesFaults.IsStatus(error, HttpStatusCode.MethodNotAllowed);
        }
    }
}

using System.Text.Json.Nodes;
using Portal.Jobs.Components;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>All objects of a cluster that a join may touch.</summary>
internal static class KarmadaObjects
{
    private static readonly (string Path, string Kind, string ApiVersion)[] Kinds =
    [
        ("api/v1/namespaces", "Namespace", "v1"),
        ("api/v1/secrets", "Secret", "v1"),
        ("api/v1/serviceaccounts", "ServiceAccount", "v1"),
        ("apis/rbac.authorization.k8s.io/v1/clusterroles", "ClusterRole", "rbac.authorization.k8s.io/v1"),
        ("apis/rbac.authorization.k8s.io/v1/clusterrolebindings", "ClusterRoleBinding", "rbac.authorization.k8s.io/v1"),
        ("apis/rbac.authorization.k8s.io/v1/roles", "Role", "rbac.authorization.k8s.io/v1"),
        ("apis/rbac.authorization.k8s.io/v1/rolebindings", "RoleBinding", "rbac.authorization.k8s.io/v1"),
        ("apis/apps/v1/deployments", "Deployment", "apps/v1"),
    ];

    public static async Task<IReadOnlyDictionary<string, JsonObject>> ReadAsync(KarmadaEstate estate, string cluster)
    {
        using var admin = estate.Admin(cluster);
        var objects = new ClusterObjects(admin);
        Dictionary<string, JsonObject> found = [];
        foreach (var (path, kind, apiVersion) in Kinds)
        {
            var list = await objects.ReadAsync(path, TestContext.Current.CancellationToken);
            foreach (var item in list!["items"]!.AsArray().OfType<JsonObject>())
            {
                item["kind"] = kind;
                item["apiVersion"] = apiVersion;
                if (!Recording.Key(item).EndsWith("/default", StringComparison.Ordinal))
                {
                    found[Recording.Key(item)] = item;
                }
            }
        }

        return found;
    }

    public static IReadOnlyList<string> New(IReadOnlyDictionary<string, JsonObject> before, IReadOnlyDictionary<string, JsonObject> after) =>
        [.. after.Keys.Except(before.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Returns once the cluster's collectors have brought it to these objects and no more than before.</summary>
    public static async Task AwaitSameAsync(KarmadaEstate estate, string cluster, IReadOnlyDictionary<string, JsonObject> before)
    {
        while (New(before, await ReadAsync(estate, cluster)).Count > 0)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}

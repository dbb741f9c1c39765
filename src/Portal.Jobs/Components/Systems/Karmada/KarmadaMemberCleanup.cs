using System.Text.Json.Nodes;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Operations;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// Removes from a member what a join has made there. A member may belong to a second Karmada: what both use, the namespace
/// and what Karmada acts as for people, goes with the last of them.
/// </summary>
internal sealed class KarmadaMemberCleanup(ClusterObjects objects, ClusterWriter writer, string name)
{
    private const string Rbac = "rbac.authorization.k8s.io/v1";

    private static readonly (string ApiVersion, string Kind, string Plural)[] Looked =
    [
        ("v1", "ServiceAccount", "serviceaccounts"), ("v1", "Secret", "secrets"), ("v1", "ConfigMap", "configmaps"), ("v1", "Pod", "pods"),
        ("v1", "Service", "services"), ("v1", "PersistentVolumeClaim", "persistentvolumeclaims"), ("apps/v1", "Deployment", "deployments"),
        ("apps/v1", "StatefulSet", "statefulsets"), ("apps/v1", "DaemonSet", "daemonsets"), ("batch/v1", "Job", "jobs"),
    ];

    /// <summary>What a join has made, where the member cannot be asked.</summary>
    public static IReadOnlyList<Leftover> All(string name) =>
    [
        Left("ClusterRoleBinding", KarmadaNames.Role(name), null), Left("ClusterRole", KarmadaNames.Role(name), null),
        Left("Namespace", KarmadaNames.ClusterNamespace, null),
    ];

    /// <param name="log">Is told of each.</param>
    /// <param name="withdrawn">Karmada has removed what it had carried to the member, its own role among that.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<Leftover>> RunAsync(StepContext log, bool withdrawn, CancellationToken cancellationToken)
    {
        await DeleteAsync(log, Rbac, "ClusterRoleBinding", null, KarmadaNames.Role(name), cancellationToken);
        await DeleteAsync(log, Rbac, "ClusterRole", null, KarmadaNames.Role(name), cancellationToken);
        await DeleteAsync(log, "v1", "ServiceAccount", KarmadaNames.ClusterNamespace, KarmadaNames.Account(name), cancellationToken);
        await DeleteAsync(log, "v1", "Secret", KarmadaNames.ClusterNamespace, KarmadaNames.Account(name), cancellationToken);
        var others = await OthersAsync(cancellationToken);
        if (others.Count > 0)
        {
            return
            [
                new Leftover(
                    "Namespace", KarmadaNames.ClusterNamespace, null,
                    $"Another Karmada, or somebody else, uses it: it holds {string.Join(", ", others)}.",
                    $"kubectl delete namespace {KarmadaNames.ClusterNamespace}"),
            ];
        }

        if (!withdrawn)
        {
            await DeleteAsync(log, Rbac, "ClusterRoleBinding", null, KarmadaNames.Impersonator, cancellationToken);
            await DeleteAsync(log, Rbac, "ClusterRole", null, KarmadaNames.Impersonator, cancellationToken);
        }

        await DeleteAsync(log, "v1", "Namespace", null, KarmadaNames.ClusterNamespace, cancellationToken);
        return [];
    }

    /// <summary>What is in the namespace beside what every namespace has and what the join has made. At most ten of them.</summary>
    private async Task<IReadOnlyList<string>> OthersAsync(CancellationToken cancellationToken)
    {
        List<string> others = [];
        foreach (var (apiVersion, kind, plural) in Looked)
        {
            var root = apiVersion == "v1" ? "api/v1" : $"apis/{apiVersion}";
            var list = await objects.ReadAsync($"{root}/namespaces/{KarmadaNames.ClusterNamespace}/{plural}?limit=100", cancellationToken);
            others.AddRange((list?["items"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(item => item["metadata"]!["deletionTimestamp"] is null && !IsOwn(kind, item))
                .Select(item => $"{kind} {(string?)item["metadata"]!["name"]}"));
        }

        return [.. others.Take(10)];
    }

    private bool IsOwn(string kind, JsonObject item)
    {
        var account = (string?)item["metadata"]!["annotations"]?["kubernetes.io/service-account.name"];
        return (kind, (string?)item["metadata"]!["name"]) switch
        {
            ("ServiceAccount", "default" or KarmadaNames.Impersonator) => true,
            ("ConfigMap", "kube-root-ca.crt") => true,
            // Older clusters make a Secret for each account by themselves.
            ("Secret", _) => account is "default" or KarmadaNames.Impersonator || account == KarmadaNames.Account(name),
            _ => false,
        };
    }

    private async Task DeleteAsync(StepContext log, string apiVersion, string kind, string? @namespace, string name, CancellationToken cancellationToken)
    {
        if (await writer.DeleteAsync(apiVersion, kind, @namespace, name, _ => true, cancellationToken))
        {
            log.Info($"Removed: {kind} {name}");
        }
    }

    private static Leftover Left(string kind, string name, string? @namespace) => new(
        kind, name, @namespace, "The cluster could not be asked.", $"kubectl delete {kind.ToLowerInvariant()} {name}");
}

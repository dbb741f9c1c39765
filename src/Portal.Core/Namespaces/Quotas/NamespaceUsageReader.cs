using k8s;
using k8s.Models;
using Portal.Core.Kubernetes;
using Portal.Core.Namespaces.Delivery;

namespace Portal.Core.Namespaces.Quotas;

/// <summary>Reads from clusters what is used of a namespace's quota, and what is in the namespace.</summary>
internal sealed class NamespaceUsageReader(ClusterQuestions questions)
{
    private const int MostObjects = 500;

    public async Task<IReadOnlyList<NamespaceUsage>> ReadUsageAsync(
        string name, IReadOnlyList<(Guid Id, string Name)> clusters, CancellationToken cancellationToken)
    {
        var answers = await questions.AskAsync(clusters, (client, token) => OptionalRead.FindAsync(
            () => client.CoreV1.ReadNamespacedResourceQuotaAsync(NamespaceManifest.QuotaName, name, cancellationToken: token)), cancellationToken);
        return [.. answers.Select(one => new NamespaceUsage(
            one.ClusterId, one.ClusterName, Amounts(one.Answer?.Status?.Hard ?? one.Answer?.Spec?.Hard), Amounts(one.Answer?.Status?.Used), one.Problem))];
    }

    public async Task<IReadOnlyList<NamespaceContents>> ReadContentsAsync(
        string name, IReadOnlyList<(Guid Id, string Name)> clusters, CancellationToken cancellationToken)
    {
        var answers = await questions.AskAsync(clusters, async (client, token) => (IReadOnlyDictionary<string, int>)new Dictionary<string, int>
        {
            ["Deployment"] = (await client.AppsV1.ListNamespacedDeploymentAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["StatefulSet"] = (await client.AppsV1.ListNamespacedStatefulSetAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["DaemonSet"] = (await client.AppsV1.ListNamespacedDaemonSetAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["Job"] = (await client.BatchV1.ListNamespacedJobAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["CronJob"] = (await client.BatchV1.ListNamespacedCronJobAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["Pod"] = (await client.CoreV1.ListNamespacedPodAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["PersistentVolumeClaim"] = (await client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
            ["Service"] = (await client.CoreV1.ListNamespacedServiceAsync(name, limit: MostObjects, cancellationToken: token)).Items.Count,
        }, cancellationToken);
        return [.. answers.Select(one => new NamespaceContents(one.ClusterId, one.ClusterName, one.Answer ?? new Dictionary<string, int>(), one.Problem))];
    }

    /// <summary>Where a new quota is below what is used.</summary>
    public static IReadOnlyList<NamespaceShortfall> Shortfalls(IReadOnlyDictionary<string, string> asked, IEnumerable<NamespaceUsage> usage) =>
    [
        .. from one in usage
           from used in one.Used
           where asked.ContainsKey(used.Key) && KubernetesQuantity.TryRead(used.Value, out var now) && now > KubernetesQuantity.Read(asked[used.Key])
           select new NamespaceShortfall(one.ClusterName, used.Key, used.Value, asked[used.Key]),
    ];

    private static Dictionary<string, string> Amounts(IDictionary<string, ResourceQuantity>? amounts) =>
        amounts?.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()) ?? [];
}

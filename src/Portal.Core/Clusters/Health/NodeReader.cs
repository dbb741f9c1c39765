using k8s;
using k8s.Models;

namespace Portal.Core.Clusters.Health;

/// <summary>Reads nodes and running pods in pages, keeping only sums and rows.</summary>
internal static class NodeReader
{
    private const int PageSize = 500;
    private const int MaxNodePages = 20;
    private const int MaxPodPages = 200;
    private const int MaxText = 500;
    private const string RolePrefix = "node-role.kubernetes.io/";

    public static async Task<List<ClusterNode>> ReadNodesAsync(IKubernetes client, List<V1Node> raw, CancellationToken cancellationToken)
    {
        string? more = null;
        for (var page = 0; page < MaxNodePages; page++)
        {
            var list = await client.CoreV1.ListNodeAsync(limit: PageSize, continueParameter: more, cancellationToken: cancellationToken);
            raw.AddRange(list.Items);
            more = list.Metadata?.ContinueProperty;
            if (string.IsNullOrEmpty(more))
            {
                break;
            }
        }

        return [.. raw.Select(ToRow).OrderBy(node => node.Name, StringComparer.Ordinal)];
    }

    public static NodeTotals Sum(List<V1Node> nodes, List<ClusterNode> rows) => new(
        rows.Count,
        rows.Count(row => row.Ready),
        nodes.Sum(node => node.Status?.Capacity.Milli("cpu") ?? 0),
        rows.Sum(row => row.CpuAllocatable),
        nodes.Sum(node => node.Status?.Capacity.Units("memory") ?? 0),
        rows.Sum(row => row.MemoryAllocatable),
        rows.Sum(row => row.PodAllocatable));

    /// <summary>Adds what the running pods ask of each node. Pods without a node count towards the total alone.</summary>
    public static async Task<(PodRequests Total, int Pods, List<ClusterNode> Nodes)> AddRequestsAsync(
        IKubernetes client, List<ClusterNode> nodes, CancellationToken cancellationToken)
    {
        var byNode = new Dictionary<string, (PodRequests Sum, int Pods)>(StringComparer.Ordinal);
        string? more = null;
        for (var page = 0; page < MaxPodPages; page++)
        {
            var list = await client.CoreV1.ListPodForAllNamespacesAsync(
                fieldSelector: "status.phase!=Succeeded,status.phase!=Failed",
                limit: PageSize,
                continueParameter: more,
                cancellationToken: cancellationToken);
            foreach (var pod in list.Items)
            {
                var node = pod.Spec?.NodeName ?? "";
                var (sum, pods) = byNode.GetValueOrDefault(node);
                var request = PodRequests.Of(pod);
                byNode[node] = (new PodRequests(sum.Cpu + request.Cpu, sum.Memory + request.Memory), pods + 1);
            }

            more = list.Metadata?.ContinueProperty;
            if (string.IsNullOrEmpty(more))
            {
                break;
            }
        }

        var total = new PodRequests(byNode.Values.Sum(node => node.Sum.Cpu), byNode.Values.Sum(node => node.Sum.Memory));
        var rows = nodes.Select(node => byNode.TryGetValue(node.Name, out var asked)
            ? node with { CpuRequested = asked.Sum.Cpu, MemoryRequested = asked.Sum.Memory, Pods = asked.Pods }
            : node);
        return (total, byNode.Values.Sum(node => node.Pods), [.. rows]);
    }

    private static ClusterNode ToRow(V1Node node)
    {
        var ready = node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
        var labels = node.Metadata?.Labels ?? new Dictionary<string, string>();
        var isReady = ready?.Status == "True";
        return new ClusterNode(
            node.Metadata?.Name ?? "",
            isReady,
            isReady ? "" : Cut(ready?.Message ?? ready?.Reason ?? "The node has no Ready condition."),
            string.Join(',', labels.Keys.Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..]).Order()),
            node.Status?.NodeInfo?.KubeletVersion ?? "",
            labels.TryGetValue("topology.kubernetes.io/zone", out var zone) ? zone : "",
            node.Status?.Allocatable.Milli("cpu") ?? 0,
            0,
            node.Status?.Allocatable.Units("memory") ?? 0,
            0,
            (int)Math.Min(int.MaxValue / 10_000, node.Status?.Allocatable.Units("pods") ?? 0),
            0,
            node.Metadata?.CreationTimestamp is { } created ? new DateTimeOffset(DateTime.SpecifyKind(created, DateTimeKind.Utc)) : null);
    }

    private static string Cut(string text) => text.Length > MaxText ? $"{text[..MaxText]}…" : text;
}

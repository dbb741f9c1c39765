using Portal.Core.Clusters;
using Portal.Core.Distribution.Placement;

namespace Portal.Benchmarks.Placement;

/// <summary>What somebody would write first: which clusters serve the API, are tolerated and carry the labels, and no choice among them.</summary>
internal static class PlainPass
{
    public static List<PlacementCluster> Fitting(IReadOnlyList<PlacementCluster> fleet, PlacementRequest request) =>
        [.. fleet.Where(cluster =>
            !cluster.Leaving
            && cluster.Apis.Contains($"{request.ApiVersion}/{request.Kind}")
            && cluster.Taints.All(taint => Tolerated(taint, request.Policy.ClusterTolerations))
            && (request.Policy.ClusterAffinity?.LabelSelector?.MatchLabels ?? new Dictionary<string, string>())
                .All(label => cluster.Labels.TryGetValue(label.Key, out var value) && value == label.Value))];

    private static bool Tolerated(ClusterTaint taint, IReadOnlyList<ClusterToleration> tolerations) =>
        tolerations.Any(toleration => toleration.Key == taint.Key && (toleration.Operator == "Exists" || toleration.Value == taint.Value));
}

using ClusterSim.Storage;

namespace ClusterSim.Metrics;

/// <summary>
/// What kube-state-metrics, the kubelets and the API server of a cluster tell together, for a real Prometheus to scrape: the state is that
/// of the objects, the requests are those that were answered, and what containers use is made up, as nothing runs in them.
/// </summary>
internal static class ClusterMetrics
{
    public static string Of(Cluster cluster)
    {
        var text = new Exposition();
        NodeMetrics.Write(cluster.Store, text);
        PodMetrics.Write(cluster.Store, text, cluster.Time.GetUtcNow());
        WorkloadMetrics.Write(cluster.Store, text);
        cluster.Requests.Write(text);
        return text.ToString();
    }
}

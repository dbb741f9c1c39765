namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>The labels by which a picked Service or pod is found again, its replacement included. Pure.</summary>
public static class EndpointSelector
{
    private static readonly string[][] Telling = [["app.kubernetes.io/name", "app.kubernetes.io/instance"], ["app"], ["k8s-app"], ["app.kubernetes.io/instance"]];

    /// <summary>What changes from one version, or one replica, to the next.</summary>
    private static readonly string[] Passing =
    [
        "pod-template-hash", "controller-revision-hash", "pod-template-generation", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index", "batch.kubernetes.io/controller-uid",
        "controller-uid", "helm.sh/chart", "chart", "app.kubernetes.io/version", "app.kubernetes.io/managed-by", "heritage", "version",
    ];

    /// <summary>Empty where it has no label to find it by.</summary>
    public static IReadOnlyDictionary<string, string> Of(MonitorEndpoint endpoint)
    {
        foreach (var keys in Telling)
        {
            if (endpoint.Labels.ContainsKey(keys[0]))
            {
                return keys.Where(endpoint.Labels.ContainsKey).ToDictionary(key => key, key => endpoint.Labels[key]);
            }
        }

        return endpoint.Labels.Where(label => !Passing.Contains(label.Key)).ToDictionary();
    }
}

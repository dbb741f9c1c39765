namespace ClusterSim.Controllers;

/// <summary>Stands in for scheduler and kubelet.</summary>
internal static class Kubelet
{
    /// <summary>An annotation of a pod: the text that <c>pods/log</c> answers.</summary>
    public const string LogAnnotation = "clustersim.kurator.dev/log";
}

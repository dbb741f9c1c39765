namespace Portal.Core.Clusters;

/// <summary>What the portal says of a cluster. The same words in the pages and in the API.</summary>
public enum ClusterState
{
    /// <summary>A join operation has not ended yet, or has failed and can be retried.</summary>
    Joining,

    /// <summary>API server ready, all nodes ready.</summary>
    Healthy,

    /// <summary>API server answers, but is not ready, or a node is not.</summary>
    Degraded,

    /// <summary>Two consecutive observations got no answer.</summary>
    Unreachable,

    /// <summary>Not observed yet, or not for so long that nothing can be said.</summary>
    Unknown,

    /// <summary>A leave operation runs, or has failed and can be retried.</summary>
    Leaving,
}

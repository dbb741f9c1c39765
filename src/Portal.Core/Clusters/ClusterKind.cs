namespace Portal.Core.Clusters;

/// <summary>Who runs a cluster, and where.</summary>
public enum ClusterKind
{
    Cloud,
    SelfManaged,
    Edge,
    ThirdParty,
}

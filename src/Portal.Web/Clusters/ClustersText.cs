namespace Portal.Web.Clusters;

/// <summary>The texts of this feature's pages.</summary>
public sealed class ClustersText;

namespace Portal.Web.Clusters;

/// <summary>When what was read of a cluster counts as old.</summary>
public static class Freshness
{
    /// <summary>Several sweeps of the health job.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
}

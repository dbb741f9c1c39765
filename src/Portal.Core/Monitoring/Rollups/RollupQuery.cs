namespace Portal.Core.Monitoring.Rollups;

/// <summary>What a figure counts.</summary>
public enum RollupUnit
{
    Count,
    Cores,
    Bytes,
    BytesPerSecond,
    PerSecond,
    Seconds,
}

/// <summary>A figure that is kept of every cluster.</summary>
/// <param name="Name">Lasting: what is stored is stored under it.</param>
/// <param name="Expression">With <c>$by</c> for the label that tells parts apart, and <c>$here</c> for what is matched besides.</param>
/// <param name="Parts">The label by which its parts are kept as well; null for the whole alone.</param>
public sealed record RollupQuery(string Name, RollupUnit Unit, string Expression, string? Parts)
{
    /// <summary>As it is asked of one cluster, which has no label of the portal's.</summary>
    public string OfCluster(bool byParts) =>
        Expression.Replace("$by", byParts ? Parts : "", StringComparison.Ordinal).Replace("$here", "", StringComparison.Ordinal);
}

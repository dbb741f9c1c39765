namespace Portal.Web.Distribution;

/// <summary>The texts of this feature's pages.</summary>
public sealed class DistributionText;

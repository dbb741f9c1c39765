namespace Portal.Web.Overview;

/// <summary>The texts of this feature's pages.</summary>
public sealed class OverviewText;

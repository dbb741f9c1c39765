namespace Portal.Web.Rollouts;

/// <summary>The texts of this feature's pages.</summary>
public sealed class RolloutsText;

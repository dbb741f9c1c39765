namespace Portal.Web.Fleets;

/// <summary>The texts of this feature's pages.</summary>
public sealed class FleetsText;

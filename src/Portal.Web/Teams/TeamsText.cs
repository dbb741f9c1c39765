namespace Portal.Web.Teams;

/// <summary>The texts of this feature's pages.</summary>
public sealed class TeamsText;

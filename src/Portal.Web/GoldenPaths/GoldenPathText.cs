namespace Portal.Web.GoldenPaths;

/// <summary>The texts of this feature's pages.</summary>
public sealed class GoldenPathText;

namespace Portal.Web.Components;

/// <summary>The texts of this feature's pages.</summary>
public sealed class ComponentsText;

namespace Portal.Web.Namespaces;

/// <summary>The texts of this feature's pages.</summary>
public sealed class NamespacesText;

namespace Portal.Core.Components.Catalog;

/// <summary>A catalogue file that cannot be used: names the file and each path at fault. Stops the start.</summary>
public sealed class CatalogException(string message, Exception? inner = null) : Exception(message, inner);

using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Which of the objects on a cluster an application still wants. Pure.</summary>
public static class InventoryMatch
{
    /// <summary>The namespace of a namespaced object that says none, as with kubectl.</summary>
    public const string DefaultNamespace = "default";

    /// <summary>True when the source has the object. One that says no namespace may be in the default one, or in none.</summary>
    public static bool Is(ApplicationObject row, SourceObject wanted) =>
        row.Group == wanted.Item.Group && row.Kind == wanted.Item.Kind && row.Name == wanted.Item.Name
        && (wanted.Item.Namespace.Length > 0 ? row.Namespace == wanted.Item.Namespace : row.Namespace is "" or DefaultNamespace);

    /// <summary>What the application has and no longer wants, in the order in which it is removed.</summary>
    public static IReadOnlyList<ApplicationObject> Obsolete(IEnumerable<ApplicationObject> rows, IReadOnlyList<SourceObject> wanted) =>
        [.. rows.Where(row => !wanted.Any(item => Is(row, item)))
            .OrderByDescending(row => KnownKinds.Rank(row.Group, row.Kind)).ThenBy(row => row.Kind, StringComparer.Ordinal)
            .ThenBy(row => row.Namespace, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal)];
}

using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Karmada;

/// <summary>
/// In which namespace each object of an application is, told without asking a cluster: by Kubernetes' own kinds, by the
/// definitions that the application brings, and by what the object says itself.
/// </summary>
internal sealed class KarmadaScope
{
    private readonly HashSet<string> _clusterWide;

    public KarmadaScope(ManifestSource source) => _clusterWide =
    [
        .. source.Objects.Where(item => item.Item.Kind == "CustomResourceDefinition")
            .Select(item => item.Item.Content["spec"]).Where(spec => (string?)spec?["scope"] == "Cluster")
            .Select(spec => $"{(string?)spec!["group"]}/{(string?)spec["names"]?["kind"]}"),
    ];

    /// <summary>Empty for what belongs to no namespace.</summary>
    public string NamespaceOf(SourceObject item) =>
        KnownKinds.IsClusterScoped(item.Item) || _clusterWide.Contains($"{item.Item.Group}/{item.Item.Kind}") ? ""
        : item.Item.Namespace.Length > 0 ? item.Item.Namespace : InventoryMatch.DefaultNamespace;
}

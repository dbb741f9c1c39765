using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components;

/// <summary>What a step of a component operation works on.</summary>
/// <param name="Values">Decrypted: never into a checkpoint, result, message or log.</param>
/// <param name="Layer">What systems say of the values, which is among them already; null where it is a part of none.</param>
internal sealed record LoadedRelease(
    ComponentRelease Row, CatalogEntry Entry, ComponentValues Values, SystemLayer? Layer, ReleaseOperation Operation, string ClusterName)
{
    public string Version => Operation.Version;

    public HelmRelease Helm => new(Row.ReleaseName, Row.Namespace, Entry.Title, ClusterName);

    /// <summary>The revision that helm made last of it, as far as the portal knows.</summary>
    public ReleaseRevision Current => new(Row.Id, Row.ReleaseName, Row.Namespace, Row.Revision);

    /// <summary>Labels that tell helm's records of this release from those of anybody else's.</summary>
    public IReadOnlyDictionary<string, string> Marks => new Dictionary<string, string> { [ReleaseMark.Key] = Row.Id.ToString("n") };

    /// <summary>Never the values.</summary>
    public override string ToString() => $"{Entry.Name} on {ClusterName}";
}

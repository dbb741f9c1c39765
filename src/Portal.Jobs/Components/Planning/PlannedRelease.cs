using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;

namespace Portal.Jobs.Components.Planning;

/// <summary>A release as far as it is known before it is changed.</summary>
/// <param name="Id">The release's row, or null when there is none yet.</param>
/// <param name="Installed">True when helm has run for it.</param>
internal sealed record PlannedRelease(CatalogEntry Entry, string Name, string Namespace, Guid? Id, bool Installed)
{
    public HelmRelease Helm(string clusterName) => new(Name, Namespace, Entry.Title, clusterName);
}

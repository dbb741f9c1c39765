using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Values;

namespace Portal.Core.Components.Planning;

/// <summary>The one place that knows both the catalogue's entries and the planner's.</summary>
public static class PlanMapping
{
    /// <summary>All entries.</summary>
    public static IReadOnlyList<PlanComponent> Components(ComponentCatalog catalog) => [.. catalog.Entries.Select(Component)];

    /// <summary>The conditions of an entry's requirements that do not hold with these values.</summary>
    /// <param name="layer">What systems say, or null.</param>
    public static IReadOnlySet<string> Off(CatalogEntry entry, string version, string given, SystemLayer? layer = null)
    {
        var conditions = entry.Requirements.Components.Select(needed => needed.EnabledBy).Append(entry.Requirements.NetworksEnabledBy).OfType<string>().Distinct().ToList();
        if (conditions.Count == 0)
        {
            return new HashSet<string>();
        }

        var values = ComponentValues.Merge(entry, version, given, layer);
        return conditions.Where(condition => !values.IsEnabled(condition)).ToHashSet();
    }

    private static PlanComponent Component(CatalogEntry entry) => new()
    {
        Name = entry.Name,
        Title = entry.Title,
        Versions = entry.Versions,
        Kubernetes = entry.Requirements.Kubernetes,
        Requirements =
        [
            .. entry.Requirements.Components.Select(needed => new PlanRequirement(needed.Name, needed.Versions, needed.Role, needed.EnabledBy)),
        ],
        After = entry.Requirements.After,
        Conflicts = [.. entry.Conflicts.Select(conflict => new PlanConflict(conflict.Name, conflict.Versions, conflict.Why))],
        Upgrade = entry.Upgrade,
        Off = Off(entry, entry.LatestVersion, ""),
        Capacity = entry.Requirements.Capacity is { } capacity ? new PlanCapacity(capacity.MilliCpu, capacity.MemoryBytes) : null,
        Nodes = entry.Requirements.Capacity?.Nodes ?? 1,
        NeedsDisjointNetworks = entry.Requirements.Networks == NetworkRequirement.Disjoint,
        DisjointBy = entry.Requirements.NetworksEnabledBy,
    };
}

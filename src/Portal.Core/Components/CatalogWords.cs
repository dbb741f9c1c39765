using Portal.Core.Components.Catalog;

namespace Portal.Core.Components;

/// <summary>What an entry asks for and waits for, in words.</summary>
internal static class CatalogWords
{
    public static IReadOnlyList<string> Requirements(CatalogEntry entry, ComponentCatalog catalog)
    {
        var lines = new List<string>();
        if (entry.Requirements.Kubernetes is { } range)
        {
            lines.Add($"Kubernetes {VersionRange.Describe(range)}");
        }

        lines.AddRange(entry.Requirements.Components.Select(needed =>
        {
            var title = catalog.Find(needed.Name)?.Title ?? needed.Name;
            return needed.Versions is null ? title : $"{title} {VersionRange.Describe(needed.Versions)}";
        }));
        lines.AddRange(entry.Requirements.Crds.Select(crd => $"CustomResourceDefinition {crd}"));
        lines.AddRange(entry.Requirements.Apis.Select(api => $"API {api}"));
        if (entry.Requirements.Capacity is { } capacity)
        {
            lines.Add(string.Join(", ", new[] { capacity.Cpu == "0" ? "" : $"CPU {capacity.Cpu}", capacity.Memory == "0" ? "" : $"memory {capacity.Memory}",
                capacity.Nodes == 1 ? "" : $"{capacity.Nodes} nodes" }.Where(part => part.Length > 0)));
        }

        return lines;
    }

    public static IReadOnlyList<string> Readiness(CatalogEntry entry) =>
    [
        .. entry.Readiness.Workloads.Select(workload => $"{workload.Kind} {workload.Name}"),
        .. entry.Readiness.Jobs.Select(job => $"Job {job.Name}"),
        .. entry.Readiness.Crds.Select(crd => $"CustomResourceDefinition {crd}"),
    ];
}

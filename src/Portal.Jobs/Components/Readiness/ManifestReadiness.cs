using System.Collections.Concurrent;
using k8s;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Manifests;

namespace Portal.Jobs.Components.Readiness;

/// <summary>
/// What must become ready of all that helm made: each workload, job and definition of the release's manifest, whatever a chart
/// of some version or values calls them. Kept for as long as the revision is the same.
/// </summary>
internal sealed class ManifestReadiness
{
    private const int MostKept = 20_000;
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CustomResourceDefinition"];
    private readonly ConcurrentDictionary<(Guid Release, int Revision), ComponentReadiness> _kept = new();

    /// <summary>The manifest's part and the entry's together. Only the entry's when helm's record cannot be read.</summary>
    /// <param name="again">True after a change: what was kept of the revision may be of an earlier try.</param>
    public async Task<ComponentReadiness> ReadAsync(
        IKubernetes cluster, CatalogEntry entry, ReleaseRevision release, bool again, CancellationToken cancellationToken)
    {
        var key = (release.Id, release.Revision);
        if (again || !_kept.TryGetValue(key, out var made))
        {
            var manifest = release.Revision == 0
                ? null
                : await ReleaseManifest.ReadAsync(cluster, release.Name, release.Namespace, release.Revision, Kinds, cancellationToken);
            if (manifest is null)
            {
                return entry.Readiness;
            }

            made = Of(manifest, release.Namespace);
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            _kept[key] = made;
        }

        // Under another name the chart names its objects otherwise than the entry does; the manifest knows them all.
        return (release.Name, release.Namespace) == (entry.ReleaseName, entry.Namespace)
            ? Together(entry, made)
            : made with { Crds = [.. entry.Readiness.Crds.Union(made.Crds)] };
    }

    internal static ComponentReadiness Of(IReadOnlyList<ManifestObject> manifest, string @namespace) => new()
    {
        Workloads = [.. manifest.Where(item => item.Group == "apps")
            .Select(item => new ReadyWorkload(item.Kind, item.Name, Space(item, @namespace)))],
        Jobs = [.. manifest.Where(item => item is { Group: "batch", Kind: "Job" })
            .Select(item => new ReadyJob(item.Name, Space(item, @namespace), RemovedWhenDone: item.Content["spec"]?["ttlSecondsAfterFinished"] is not null))],
        Crds = [.. manifest.Where(item => item.Group == "apiextensions.k8s.io").Select(item => item.Name)],
    };

    /// <summary>The entry's first: what it says of a thing counts.</summary>
    internal static ComponentReadiness Together(CatalogEntry entry, ComponentReadiness made) => new()
    {
        Workloads = [.. entry.Readiness.Workloads.Concat(made.Workloads)
            .DistinctBy(workload => (workload.Kind, workload.Namespace ?? entry.Namespace, workload.Name))],
        Jobs = [.. entry.Readiness.Jobs.Concat(made.Jobs).DistinctBy(job => (job.Namespace ?? entry.Namespace, job.Name))],
        Crds = [.. entry.Readiness.Crds.Union(made.Crds)],
    };

    private static string Space(ManifestObject item, string @namespace) => item.Namespace.Length > 0 ? item.Namespace : @namespace;
}

/// <summary>One revision of a release: the row's id, and what helm calls it.</summary>
internal sealed record ReleaseRevision(Guid Id, string Name, string Namespace, int Revision);

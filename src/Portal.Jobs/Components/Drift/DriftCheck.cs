using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Portal.Core.Components.Drift;
using Portal.Core.Components.Manifests;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components.Drift;

/// <summary>
/// Compares a release's live objects with the manifest in helm's own record. An object that seems to differ is asked about
/// once more, by a dry run: what the server itself would not change (a field that it drops, a default) is no drift.
/// </summary>
internal static class DriftCheck
{
    private const int MostObjects = 1_000;
    private const int Concurrency = 4;

    /// <summary>Throws what the connection throws, and a problem when helm's record cannot be read.</summary>
    public static async Task<IReadOnlyList<ComparedObject>> CompareAsync(
        IKubernetes cluster, ReleaseRevision release, CancellationToken cancellationToken)
    {
        var manifest = await ReleaseManifest.ReadAsync(cluster, release.Name, release.Namespace, release.Revision, null, cancellationToken)
            ?? throw ProblemException.Refused($"The release {release.Name} in {release.Namespace} cannot be compared",
                $"helm's record of revision {release.Revision} is not there, or cannot be read.", "Upgrade it, and compare again.");
        if (manifest.Count > MostObjects)
        {
            throw ProblemException.Refused($"The release {release.Name} in {release.Namespace} cannot be compared",
                $"It has {manifest.Count} objects; at most {MostObjects} are compared.", "Look at it with helm and kubectl.");
        }

        var objects = new ClusterObjects(cluster);
        var compared = new ComparedObject?[manifest.Count];
        await Parallel.ForAsync(0, manifest.Count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (index, token) => compared[index] = await CompareAsync(objects, release, manifest[index], token));
        return [.. compared.OfType<ComparedObject>()];
    }

    private static async Task<ComparedObject?> CompareAsync(
        ClusterObjects objects, ReleaseRevision release, ManifestObject item, CancellationToken cancellationToken)
    {
        var kind = await objects.FindKindAsync(item.ApiVersion, item.Kind, cancellationToken);
        var space = kind is { Namespaced: false } ? "" : item.Namespace.Length > 0 ? item.Namespace : release.Namespace;
        var wanted = WantedObject.Of(item, space, release.Name, release.Namespace);
        if (kind is null)
        {
            return new ComparedObject(item, space, null, wanted, null, []);
        }

        var path = ClusterObjects.Path(item, kind, release.Namespace);
        var live = await objects.ReadAsync(path, cancellationToken);
        if (live is null)
        {
            // A job that Kubernetes removes when it has ended is not missed.
            return item.Content["spec"]?["ttlSecondsAfterFinished"] is not null ? null : new ComparedObject(item, space, path, wanted, null, []);
        }

        var all = ObjectComparison.CompareAll(wanted, live);
        if (all.Any(difference => !difference.Controllers))
        {
            var stays = await StaysAsync(objects, path, wanted, cancellationToken);
            all = [.. all.Where(difference => difference.Controllers || !stays.Contains(difference.Path))];
        }

        return new ComparedObject(item, space, path, wanted, live, all);
    }

    /// <summary>What would still differ if the manifest were applied. Nothing when the cluster refuses that: then a field was changed that cannot be.</summary>
    private static async Task<HashSet<string>> StaysAsync(ClusterObjects objects, string path, JsonObject wanted, CancellationToken cancellationToken)
    {
        try
        {
            var after = await objects.DryRunAsync(path, wanted, force: true, cancellationToken);
            return [.. ObjectComparison.Compare(wanted, after).Select(difference => difference.Path)];
        }
        catch (HttpOperationException error) when ((int)error.Response.StatusCode is >= 400 and < 500)
        {
            return [];
        }
    }
}

/// <summary>One object of the manifest beside what the cluster has.</summary>
/// <param name="Path">Its address; null when the cluster does not know its kind.</param>
/// <param name="Wanted">As helm applies it: may hold secrets.</param>
/// <param name="All">Every difference, those of controllers too.</param>
internal sealed record ComparedObject(
    ManifestObject Item, string Namespace, string? Path, JsonObject Wanted, JsonObject? Live, IReadOnlyList<FieldDifference> All)
{
    /// <summary>Null when it is as it should be.</summary>
    public DriftedObject? Drift
    {
        get
        {
            var fields = All.Where(difference => !difference.Controllers).Select(difference => DriftedField.Of(Item, difference)).ToList();
            return Live is not null && fields.Count == 0 ? null : new DriftedObject(Item.ApiVersion, Item.Kind, Namespace, Item.Name, Live is null, fields);
        }
    }

    /// <summary>Without its content.</summary>
    public override string ToString() => Item.Label;
}

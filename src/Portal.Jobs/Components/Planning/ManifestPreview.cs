using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Manifests;
using Portal.Core.Components.Planning;
using Portal.Core.Problems;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components.Planning;

/// <summary>
/// Renders what a change would apply, with the real helm, and asks the cluster what it would make of each object. What the
/// installed release has and the new one has not is removed.
/// </summary>
internal sealed class ManifestPreview(HelmCli helm, ChartStore charts)
{
    private const int MostObjects = 600;
    private const int Concurrency = 4;

    public async Task<ChangePreview> MakeAsync(PreviewContext context, CancellationToken cancellationToken)
    {
        var release = context.Release.Helm(context.ClusterName);
        var installed = context.Release.Installed
            ? await InstalledAsync(context, release, cancellationToken)
            : [];
        var rendering = context.Change.ToVersion is { } version ? await RenderAsync(context, release, version, cancellationToken) : new Rendering(Manifest.Empty, IsAlike: false);
        var rendered = rendering.Manifest;
        var wanted = rendered.Objects.Take(MostObjects).ToList();
        context.Bring(wanted);

        var previews = new ObjectPreview[wanted.Count];
        var owned = installed.Select(item => item.Key(release.Namespace)).ToHashSet();
        await Parallel.ForAsync(0, wanted.Count, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (index, token) => previews[index] = await ObjectPreview.MakeAsync(
                context, rendering, wanted[index], owned.Contains(wanted[index].Key(release.Namespace)), token));

        var kept = wanted.Select(item => item.Key(release.Namespace)).ToHashSet();
        var removed = installed.Where(item => !kept.Contains(item.Key(release.Namespace)) && !item.IsKept)
            .Select(item => ObjectPreview.Removed(context, item));
        var all = previews.Concat(removed).ToList();
        return new ChangePreview(Summarise(all, rendered), [.. all.Select((preview, ordinal) => Row(context, preview, ordinal))],
            [.. all.Select(preview => preview.Problem).OfType<Problem>()]);
    }

    /// <summary>As helm's own record of the newest revision has them.</summary>
    private static async Task<IReadOnlyList<ManifestObject>> InstalledAsync(PreviewContext context, HelmRelease release, CancellationToken cancellationToken)
    {
        var history = await ReleaseHistory.ReadAsync(context.Cluster, release, cancellationToken);
        return await ReleaseManifest.ReadAsync(context.Cluster, release.Name, release.Namespace, history.LatestNumber, null, cancellationToken)
            ?? throw ProblemException.Conflict($"The manifest of {release.Title} on {release.ClusterName} could not be read",
                "helm has no record of it there.", "Look whether somebody has uninstalled it with helm, and install it again.");
    }

    private async Task<Rendering> RenderAsync(PreviewContext context, HelmRelease release, string version, CancellationToken cancellationToken)
    {
        var chart = await charts.GetAsync(context.Release.Entry, version, cancellationToken);
        var upgrade = context.Release.Installed;
        // An upgrade takes definitions of the folder crds/ along as well: the portal applies them itself.
        var includeCrds = context.Release.Entry.Chart.Crds == ChartCrds.Folder;
        return await context.Renderings.GetAsync(await KeyAsync(context, release, chart, cancellationToken), async () =>
        {
            var rendered = await helm.TemplateAsync(release, chart.File, context.Values, context.Access, upgrade, includeCrds, cancellationToken);
            var manifest = Manifest.Parse(rendered.Text);
            return new Rendering(
                manifest with
                {
                    Objects = [.. manifest.Objects.Where(item => upgrade ? item.RunsAt("pre-upgrade", "post-upgrade") : item.RunsAt("pre-install", "post-install", "crd-install"))],
                },
                rendered.IsAlike);
        }, cancellationToken);
    }

    /// <summary>All that the templates can see, and the secrets that are blanked out; null where they may see the cluster's objects.</summary>
    private static async Task<string?> KeyAsync(PreviewContext context, HelmRelease release, FetchedChart chart, CancellationToken cancellationToken)
    {
        var values = context.Values;
        return chart.MayLookUp || values.Given.Contains("lookup", StringComparison.Ordinal) || context.KubernetesVersion is not { } kubernetes
            || await ClusterApis.DigestAsync(context.Objects, cancellationToken) is not { } apis
                ? null
                : Renderings.Key([chart.Digest, release.Name, release.Namespace, values.Defaults, values.Given, context.Release.Installed ? "upgrade" : "install", kubernetes, apis,
                    .. context.Secrets.Order(StringComparer.Ordinal)]);
    }

    private static ManifestSummary Summarise(List<ObjectPreview> all, Manifest rendered)
    {
        var notes = new List<string>();
        if (rendered.Objects.Count > MostObjects)
        {
            notes.Add($"Only the first {MostObjects} of {rendered.Objects.Count} objects were looked at.");
        }

        if (rendered.Unreadable.Count > 0)
        {
            notes.Add($"{rendered.Unreadable.Count} documents of the chart could not be read: {rendered.Unreadable[0]}.");
        }

        return new ManifestSummary(Count(ObjectAction.Create), Count(ObjectAction.Change), Count(ObjectAction.Remove), Count(ObjectAction.Keep),
            notes.Count == 0 ? null : string.Join(" ", notes));

        int Count(ObjectAction action) => all.Count(preview => preview.Action == action);
    }

    private static PlannedObject Row(PreviewContext context, ObjectPreview preview, int ordinal) => new()
    {
        PlanId = context.PlanId,
        ChangeId = context.Change.Id,
        Ordinal = ordinal,
        ApiVersion = preview.Item.ApiVersion,
        Kind = preview.Item.Kind,
        Namespace = preview.Namespace,
        Name = preview.Item.Name,
        Action = preview.Action,
        Note = preview.Note.Length <= 2000 ? preview.Note : preview.Note[..2000],
        Diff = preview.Diff,
    };
}

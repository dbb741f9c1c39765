using System.Text;
using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Components.Adoption;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.Jobs.Components.Readiness;

namespace Portal.Jobs.Components.Adoption;

/// <summary>
/// Writes down a release that somebody else's helm made, with its revisions and values, and asks the cluster whether it is
/// ready. Changes nothing in the cluster: helm's records stay as they are until the first upgrade.
/// </summary>
internal sealed class AdoptReleaseStep(
    ComponentCatalog catalog,
    IDbContextFactory<PortalDbContext> contexts,
    IClusterConnections connections,
    ManifestReadiness manifests,
    SecretProtector protector,
    TimeProvider clock) : IOperationStep
{
    private const int MostRevisions = 20;
    private const int MaxReason = 2000;

    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var wish = context.Read<AdoptOperation>();
        var entry = catalog.Get(context.Component!);
        try
        {
            var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
            if (!await IsKnownAsync(context, wish, entry, cancellationToken))
            {
                await SaveAsync(await ReadAsync(cluster, wish, entry, context, cancellationToken), context, cancellationToken);
            }
        }
        catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
        {
            throw KubernetesFaults.Describe(error, context.ClusterName);
        }
    }

    private async Task<bool> IsKnownAsync(StepContext context, AdoptOperation wish, CatalogEntry entry, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ComponentReleases.AsNoTracking()
            .SingleOrDefaultAsync(release => release.ClusterId == context.ClusterId && release.Component == entry.Name, cancellationToken);
        if (row is null)
        {
            return false;
        }

        return (row.Namespace, row.ReleaseName) == (wish.Namespace, wish.Name)
            ? true
            : throw ProblemException.Conflict($"{entry.Title} on {context.ClusterName} is known to the portal already",
                "A cluster has at most one release of a component.", "Forget or uninstall the other one first.");
    }

    private async Task<ComponentRelease> ReadAsync(
        IKubernetes cluster, AdoptOperation wish, CatalogEntry entry, StepContext context, CancellationToken cancellationToken)
    {
        var records = (await ReleaseMark.ReadRecordsAsync(cluster, wish.Name, wish.Namespace, cancellationToken))
            .TakeLast(MostRevisions).Select(HelmRecord.Read).OfType<HelmRecord>().ToList();
        if (records is not [.., var newest])
        {
            throw ProblemException.NotFound($"{context.ClusterName} has no release {wish.Name} in {wish.Namespace} any more", "Look again, and pick one from the list.");
        }

        if (AdoptionRules.StatusRefusal(wish.Name, wish.Namespace, newest.Status) is { } refusal)
        {
            throw new ProblemException(refusal);
        }

        if (newest.Chart != entry.Chart.Name)
        {
            throw ProblemException.Conflict($"The release {wish.Name} in {wish.Namespace} is no {entry.Title} any more",
                $"Its chart is {newest.Chart} now.", "Look again, and pick one from the list.");
        }

        var values = Yaml(newest, wish);
        foreach (var secret in SecretValues.Find(values, entry.ValuesSchema))
        {
            context.Hide(secret);
        }

        var row = new ComponentRelease
        {
            ClusterId = context.ClusterId,
            Component = entry.Name,
            ReleaseName = wish.Name,
            Namespace = wish.Namespace,
            Version = newest.Version,
            Revision = newest.Revision,
            InstalledAt = records[0].FirstDeployed ?? clock.GetUtcNow(),
            ProtectedValues = Protected(values),
            UpdatedAt = newest.LastDeployed ?? clock.GetUtcNow(),
            LastOperationId = context.OperationId,
            StateSince = clock.GetUtcNow(),
        };
        row.Revisions.AddRange(records.Where(record => record.Status is "deployed" or "superseded" || record == newest)
            .Select(record => Revision(row.Id, record, record == newest ? values : TryYaml(record), context)).OfType<ComponentRevision>());
        (row.State, row.StateReason) = await LookAsync(cluster, entry, row, newest, values, cancellationToken);
        return row;
    }

    /// <summary>Null for a revision whose values cannot be kept: nobody could roll back to it and know what runs.</summary>
    private ComponentRevision? Revision(Guid release, HelmRecord record, string? values, StepContext context) => values is null ? null : new ComponentRevision
    {
        ReleaseId = release,
        Revision = record.Revision,
        Version = record.Version,
        ProtectedValues = Protected(values),
        OperationId = context.OperationId,
        ActorName = context.ActorName,
        At = record.LastDeployed ?? clock.GetUtcNow(),
        Action = ComponentRevision.Adopt,
    };

    private async Task<(ReleaseState State, string Reason)> LookAsync(
        IKubernetes cluster, CatalogEntry entry, ComponentRelease row, HelmRecord newest, string values, CancellationToken cancellationToken)
    {
        if (newest.Status == "failed")
        {
            return (ReleaseState.Failed, $"helm says that revision {newest.Revision} has failed. Upgrade it, roll back, or uninstall it.");
        }

        var wanted = await manifests.ReadAsync(
            cluster, entry, new ReleaseRevision(row.Id, row.ReleaseName, row.Namespace, row.Revision), again: true, cancellationToken);
        var report = await ReadinessReader.ReadAsync(cluster, entry, wanted, ComponentValues.Merge(entry, row.Version, values), cancellationToken);
        var words = report.Summary;
        return report.Ready ? (ReleaseState.Ready, "") : (ReleaseState.Degraded, words.Length > MaxReason ? words[..MaxReason] : words);
    }

    private async Task SaveAsync(ComponentRelease row, StepContext context, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ComponentReleases.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        context.Info($"{row.ReleaseName} in {row.Namespace}: version {row.Version}, revision {row.Revision}, {row.Revisions.Count} revisions to roll back to or from. Nothing in the cluster was changed.");
        await context.ReportAsync($"{row.ReleaseName} {row.Version}, revision {row.Revision}: {row.State}", cancellationToken);
    }

    private byte[]? Protected(string values) => values.Length == 0 ? null : protector.Protect(SecretProtector.ReleaseValues, values);

    private static string Yaml(HelmRecord record, AdoptOperation wish) => TryYaml(record) ?? throw ProblemException.Refused(
        $"The release {wish.Name} in {wish.Namespace} cannot be adopted",
        $"Its values are larger or deeper than the portal keeps: at most {ReleaseValues.MaxBytes / 1024} KiB.",
        "Give it fewer values with helm, and adopt it then.");

    private static string? TryYaml(HelmRecord record)
    {
        var text = ValuesYaml.Write(record.Values);
        try
        {
            ComponentValues.Parse(text);
            return Encoding.UTF8.GetByteCount(text) <= ReleaseValues.MaxBytes ? text : null;
        }
        catch (StrictYamlException)
        {
            return null;
        }
    }
}

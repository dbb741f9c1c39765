using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Helm;
using Portal.Core.Components.Values;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Profiles;

/// <summary>
/// Cleans a cluster that leaves of what its fleet's profile brought, the last installed first. What cannot be removed is told
/// and stays, as does all that people made: a leave never waits for it, and a dead cluster leaves anyway.
/// </summary>
internal sealed class LeaveCleanStep(
    IDbContextFactory<PortalDbContext> contexts,
    ComponentCatalog catalog,
    HelmCli helm,
    IClusterConnections connections,
    IOptions<ComponentsOptions> options,
    TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var member = await db.ProfileMembers.AsNoTracking().SingleOrDefaultAsync(row => row.ClusterId == context.ClusterId, cancellationToken);
        var brought = member is { CleanUp: true } ? member.Brought : [];
        var releases = await db.ComponentReleases.AsNoTracking()
            .Where(release => release.ClusterId == context.ClusterId && brought.Contains(release.Component))
            .OrderByDescending(release => release.InstalledAt).ToListAsync(cancellationToken);
        var removed = 0;
        foreach (var release in releases)
        {
            try
            {
                await RemoveAsync(release, context, cancellationToken);
                removed++;
                await db.ComponentReleases.Where(row => row.Id == release.Id).ExecuteDeleteAsync(cancellationToken);
            }
            catch (Exception error) when (error is ProblemException || KubernetesFaults.IsFault(error))
            {
                var problem = KubernetesFaults.Describe(error, context.ClusterName).Problem;
                context.Warn($"{release.Component} stays: {problem.What}: {problem.Why}");
                if (problem.Kind == ProblemKind.Unavailable)
                {
                    break;
                }
            }
        }

        await context.ReportAsync($"{removed} of {releases.Count} components removed", cancellationToken);
    }

    private async Task RemoveAsync(ComponentRelease row, StepContext context, CancellationToken cancellationToken)
    {
        var entry = catalog.Get(row.Component);
        var release = new LoadedRelease(
            row, entry, ComponentValues.Merge(entry, row.Version, ""), null, new ReleaseOperation(row.Id, row.Version, BaseRevision: row.Revision), context.ClusterName);
        var access = await connections.ReadAccessAsync(context.ClusterId, cancellationToken);
        context.Hide(access.Token);
        var cluster = await connections.ConnectAsync(context.ClusterId, cancellationToken);
        var records = await ReleaseMark.ReadRecordsAsync(cluster, row.ReleaseName, row.Namespace, cancellationToken);
        if (records.Count > 0)
        {
            await UserObjects.ClearAsync(cluster, release, ReleaseMark.Revision(records[^1]), clock, context, cancellationToken);
            await helm.UninstallAsync(release.Helm, new HelmRun(access, context.Info, options.Value.HelmTimeout), cancellationToken);
        }
    }
}

using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Silences;

internal sealed class Alertmanagers(
    IDbContextFactory<PortalDbContext> contexts, IValidator<MetricsSourceRequest> validator, SecretProtector protector, TimeProvider time) : IAlertmanagers
{
    public async Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMetrics);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        if (await db.AlertmanagerSources.AsNoTracking().SingleOrDefaultAsync(source => source.ClusterId == clusterId, cancellationToken) is { } given)
        {
            return SourceList.View(given, name);
        }

        var home = await db.ComponentReleases.AsNoTracking().Where(SourceDirectory.IsFound).Where(release => release.ClusterId == clusterId)
            .Select(release => release.Namespace).FirstOrDefaultAsync(cancellationToken);
        return home is null ? null : new MetricsSourceView(
            clusterId, name, true, MetricsSourceKind.Service, SourceService.AlertmanagerOfInstalled(home).ToString(), MetricsAuthentication.None, "", false, "", null, "", 0);
    }

    public async Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        validator.Demand(request, "The Alertmanager was not stored");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        var blank = new AlertmanagerSource { ClusterId = clusterId, Kind = request.Kind, Address = "", UpdatedAt = time.GetUtcNow(), UpdatedBy = actor.Name };
        var write = new EndpointWrite<AlertmanagerSource>(blank, "alertmanager_sources", SecretProtector.AlertmanagerSource, "The Alertmanager was not stored", Changed(name));
        var row = await EndpointStore.SetAsync(db, request, write, protector, cancellationToken);
        return SourceList.View(row, name);
    }

    public async Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        if (await db.AlertmanagerSources.Where(source => source.ClusterId == clusterId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw ProblemException.NotFound($"No Alertmanager was given for cluster {name}", "Nothing has to be done.");
        }
    }

    private static ProblemException Changed(string cluster) => ProblemException.Conflict(
        $"The Alertmanager of cluster {cluster} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");
}

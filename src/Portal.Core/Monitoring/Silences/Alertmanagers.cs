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
        var name = await NameAsync(db, clusterId, cancellationToken);
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
        var name = await NameAsync(db, clusterId, cancellationToken);
        var row = await db.AlertmanagerSources.SingleOrDefaultAsync(source => source.ClusterId == clusterId, cancellationToken);
        if (row?.Version != request.Version)
        {
            throw Changed(name);
        }

        if (row is null)
        {
            db.AlertmanagerSources.Add(row = new AlertmanagerSource { ClusterId = clusterId, Kind = request.Kind, Address = "", UpdatedAt = default, UpdatedBy = "" });
        }

        row.ProtectedSecret = EndpointSecret.Of(row, request, protector, SecretProtector.AlertmanagerSource, "The Alertmanager was not stored");
        (row.Kind, row.Address, row.Authentication, row.Username) = (request.Kind, request.Address, request.Authentication, request.Username);
        (row.CertificateAuthority, row.UpdatedAt, row.UpdatedBy) = (request.CertificateAuthority, time.GetUtcNow(), actor.Name);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsTaken("alertmanager_sources"))
        {
            throw Changed(name);
        }

        return SourceList.View(row, name);
    }

    public async Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await NameAsync(db, clusterId, cancellationToken);
        if (await db.AlertmanagerSources.Where(source => source.ClusterId == clusterId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw ProblemException.NotFound($"No Alertmanager was given for cluster {name}", "Nothing has to be done.");
        }
    }

    private static ProblemException Changed(string cluster) => ProblemException.Conflict(
        $"The Alertmanager of cluster {cluster} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");

    private static async Task<string> NameAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken) =>
        await db.Clusters.Where(cluster => cluster.Id == clusterId).Select(cluster => cluster.Name).SingleOrDefaultAsync(cancellationToken)
        ?? throw ProblemException.NotFound("This cluster does not exist");
}

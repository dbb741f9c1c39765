using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Onboarding.Requests;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>Reads what the portal's rows say now of all that it may warn of. Asks no cluster.</summary>
public sealed class PortalAlertReader
{
    private const int MostRequests = 500;
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ClusterFactsReader _clusters;
    private readonly OperationFactsReader _operations;
    private readonly DriftFactsReader _drifts;

    public PortalAlertReader(
        NpgsqlDataSource dataSource, IDbContextFactory<PortalDbContext> contexts, IOptions<PortalAlertOptions> options,
        IOptions<ComponentsOptions> components, TimeProvider time)
    {
        (_contexts, _time) = (contexts, time);
        _clusters = new ClusterFactsReader(dataSource, time);
        _operations = new OperationFactsReader(options.Value.OperationsFor, time);
        _drifts = new DriftFactsReader(components.Value.DriftInterval * 3, time);
    }

    /// <param name="open">The alerts that have not ended: what they are about is read in any case.</param>
    public async Task<AlertPicture> ReadAsync(IReadOnlyCollection<PortalAlert> open, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var conditions = new AlertConditions(_time.GetUtcNow());
        foreach (var cluster in await _clusters.ReadAsync(cancellationToken))
        {
            conditions.Add(cluster);
        }

        foreach (var operations in (await _operations.ReadAsync(db, open, cancellationToken)).GroupBy(operation => operation.SubjectKey))
        {
            conditions.Add(operations.ToList());
        }

        foreach (var component in await _drifts.ReadComponentsAsync(db, open, cancellationToken))
        {
            conditions.Add(component);
        }

        foreach (var application in await _drifts.ReadApplicationsAsync(db, cancellationToken))
        {
            conditions.Add(application);
        }

        foreach (var request in await ReadRequestsAsync(db, cancellationToken))
        {
            conditions.Add(request);
        }

        return conditions.Picture;
    }

    private static Task<List<RequestFacts>> ReadRequestsAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        db.ClusterRequests.AsNoTracking().Where(request => request.State == RequestState.Waiting).OrderBy(request => request.ExpiresAt).Take(MostRequests)
            .Select(request => new RequestFacts(
                request.Id, request.Name, request.FleetId, db.Teams.Where(team => team.Id == request.TeamId).Select(team => team.Name).First(), request.AskedBy, request.UpdatedAt))
            .ToListAsync(cancellationToken);
}

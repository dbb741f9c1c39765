using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Stores;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Traces.Sources;

internal sealed class TraceSources(
    IDbContextFactory<PortalDbContext> contexts, TraceDirectory directory, TraceStores stores, IValidator<TraceSourceRequest> validator, SecretProtector protector,
    TimeProvider time) : ITraceSources
{
    private const string Refused = "The trace store was not stored";

    public async Task<TraceSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        return (await TraceSourceList.ReadAsync(db, new Dictionary<Guid, string> { [clusterId] = name }, cancellationToken)).GetValueOrDefault(clusterId);
    }

    public async Task<TraceSourceView> SetAsync(Guid clusterId, TraceSourceRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        validator.Demand(request, Refused);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        var blank = new TraceSource { ClusterId = clusterId, Kind = request.Kind, Store = request.Store, Address = "", UpdatedAt = time.GetUtcNow(), UpdatedBy = actor.Name };
        var write = new EndpointWrite<TraceSource>(blank, TraceSourceTable.Name, SecretProtector.TraceSource, Refused, Changed(name))
        {
            Also = own => (own.Kind, own.Store, own.Tenant) = (request.Kind, request.Store, request.Tenant),
        };
        var row = await EndpointStore.SetAsync(db, request, write, protector, cancellationToken);
        directory.Forget();
        return TraceSourceList.View(row, name);
    }

    public async Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageMetricsSources);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await EndpointStore.RemoveAsync<TraceSource>(
            db, clusterId, name => ProblemException.NotFound($"No trace store was given for cluster {name}", "Nothing has to be done."), cancellationToken);

        directory.Forget();
    }

    public async Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            await EndpointStore.NameAsync(db, clusterId, cancellationToken);
        }

        return await EndpointCheck.RunAsync(time, async () =>
        {
            var store = (await directory.ReadAsync(cancellationToken)).GetValueOrDefault(clusterId) ?? throw TraceFaults.NoStore();
            return await stores.CheckAsync(store, cancellationToken);
        });
    }

    private static ProblemException Changed(string cluster) => ProblemException.Conflict(
        $"The trace store of cluster {cluster} was not stored", "Somebody changed it since you read it.", "Reload, look at the change, and send yours again.");
}

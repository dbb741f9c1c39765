using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Brings back what has drifted on one cluster, as an operation of the portal's own that says why.</summary>
public sealed class ApplicationRepair(IDbContextFactory<PortalDbContext> contexts, RolloutWriter rollouts, TimeProvider clock)
{
    /// <summary>Where somebody changes it again and again, that is not done more often.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Null where another operation owns the application, what is there is not what is wanted there, or the last repair is too young. One
    /// that failed is tried again.
    /// </summary>
    /// <param name="reason">What has drifted, in words.</param>
    public async Task<Guid?> StartAsync(Guid applicationId, Guid clusterId, string reason, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == applicationId, cancellationToken);
        var row = await db.ApplicationClusters.Include(one => one.Cluster)
            .SingleOrDefaultAsync(one => one.ApplicationId == applicationId && one.ClusterId == clusterId, cancellationToken);
        if (application is not { State: ApplicationState.Delivered or ApplicationState.Failed }
            || row is not { State: ClusterDelivery.Delivered or ClusterDelivery.Failed, DeliveredRevision: { } revision }
            || row.Revision != revision || await IsYoungAsync(db, row, cancellationToken))
        {
            return null;
        }

        var parameters = new DeliveryOperation(applicationId, revision, row.Replicas, revision, row.Replicas, Repairs: true);
        var change = new RequestedChange(clusterId, row.Cluster!.Name, application.Name, OperationKinds.DeliverToCluster, [],
            JsonSerializer.SerializeToDocument(parameters, JsonSerializerOptions.Web), null);
        var operation = rollouts.Add(db, new RolloutRequest(OperationKinds.DeliverApplication, $"{application.Name} ({revision}): {row.Cluster.Name}",
            application.FleetId, [change], new RolloutSettings(1, FailurePolicy.Stop, [])), Actor.Portal);
        var now = clock.GetUtcNow();
        db.OperationLog.Add(new OperationLogLine { OperationId = operation.Id, At = now, Level = LineLevel.Info, Text = $"Repairs what has drifted on {row.Cluster.Name}: {reason}" });
        application.Begin(ApplicationState.Delivering, operation.Id, now);
        (row.State, row.Reason, row.At) = (ClusterDelivery.Pending, "", now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return operation.Id;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody delivers it at this moment: the next look tells what is left.
            return null;
        }
    }

    private async Task<bool> IsYoungAsync(PortalDbContext db, ApplicationCluster row, CancellationToken cancellationToken)
    {
        var last = await db.Operations.AsNoTracking().Where(operation => operation.Id == row.OperationId)
            .Select(operation => new { operation.Parameters, operation.EndedAt }).SingleOrDefaultAsync(cancellationToken);
        return last?.EndedAt > clock.GetUtcNow() - Pause && last.Parameters?.Deserialize<DeliveryOperation>(JsonSerializerOptions.Web) is { Repairs: true };
    }
}

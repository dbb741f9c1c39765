using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Operations;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Says on the application's row of a cluster how the delivery to it ended.</summary>
internal sealed class ClusterDeliverySettling(TimeProvider clock) : IOperationEnded
{
    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var parameters = operation.Parameters!.Deserialize<DeliveryOperation>(JsonSerializerOptions.Web)!;
        var row = Row(db, operation, parameters);
        var now = clock.GetUtcNow();
        if (operation.State != OperationState.Succeeded)
        {
            var reason = EndReason.Of(operation, ApplicationSettling.Cancelled);
            await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ClusterDelivery.Failed).SetProperty(one => one.Reason, reason)
                .SetProperty(one => one.OperationId, operation.Id).SetProperty(one => one.At, now), cancellationToken);
        }
        else if (operation.Kind == OperationKinds.RemoveApplication)
        {
            await row.ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            var replicas = new Dictionary<string, int>(parameters.Replicas);
            await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.State, ClusterDelivery.Delivered).SetProperty(one => one.Reason, "")
                .SetProperty(one => one.Revision, parameters.Revision).SetProperty(one => one.DeliveredRevision, parameters.Revision)
                .SetProperty(one => one.Replicas, replicas).SetProperty(one => one.OperationId, operation.Id).SetProperty(one => one.At, now), cancellationToken);
        }
    }

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var parameters = operation.Parameters!.Deserialize<DeliveryOperation>(JsonSerializerOptions.Web)!;
        await Row(db, operation, parameters).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.State, ClusterDelivery.Pending).SetProperty(one => one.Reason, ""), cancellationToken);
    }

    private static IQueryable<ApplicationCluster> Row(PortalDbContext db, Operation operation, DeliveryOperation parameters) =>
        db.ApplicationClusters.Where(row => row.ApplicationId == parameters.ApplicationId && row.ClusterId == operation.ClusterId);
}

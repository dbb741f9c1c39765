using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Distribution.Failover;

/// <summary>After a move that did not succeed, clusters whose turn never came are meant to have what they have.</summary>
internal static class MoveRestoring
{
    public static async Task RunAsync(PortalDbContext db, Operation operation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var skipped = await db.RolloutChanges.AsNoTracking()
            .Where(change => change.RolloutId == operation.Id && change.Stage != RolloutStage.Undo && change.State == RolloutChangeState.Skipped)
            .Select(change => new { change.ClusterId, change.Parameters }).ToListAsync(cancellationToken);
        foreach (var change in skipped)
        {
            var parameters = change.Parameters!.Deserialize<DeliveryOperation>(JsonSerializerOptions.Web)!;
            var row = db.ApplicationClusters.Where(one => one.ApplicationId == parameters.ApplicationId && one.ClusterId == change.ClusterId && one.State == ClusterDelivery.Failed);
            if (parameters.BaseRevision is not { } revision)
            {
                await row.Where(one => one.DeliveredRevision == null).ExecuteDeleteAsync(cancellationToken);
                continue;
            }

            var replicas = new Dictionary<string, int>(parameters.BaseReplicas ?? new Dictionary<string, int>());
            await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.Revision, revision).SetProperty(one => one.Replicas, replicas)
                .SetProperty(one => one.State, ClusterDelivery.Delivered).SetProperty(one => one.Reason, "").SetProperty(one => one.At, now), cancellationToken);
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Clusters;

/// <summary>Says on the cluster why its join or leave has not succeeded; success has written its own state.</summary>
internal sealed class ClusterSettling : IOperationEnded
{
    private const int MaxReason = 2000;

    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (operation.State == OperationState.Succeeded)
        {
            return;
        }

        var state = operation.Kind == OperationKinds.JoinCluster ? ClusterState.Joining : ClusterState.Leaving;
        var act = operation.Kind == OperationKinds.JoinCluster ? "join" : "leave";
        var reason = operation.State == OperationState.Cancelled
            ? $"Its {act} was cancelled. Retry it, or let the cluster leave."
            : $"Its {act} failed. {operation.ErrorWhat}: {operation.ErrorWhy} {operation.ErrorRemedy}";
        reason = reason.Length > MaxReason ? reason[..MaxReason] : reason;
        await db.Clusters.Where(cluster => cluster.Id == operation.ClusterId && cluster.State == state)
            .ExecuteUpdateAsync(row => row.SetProperty(cluster => cluster.StateReason, reason), cancellationToken);
    }
}

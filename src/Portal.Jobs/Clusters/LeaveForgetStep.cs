using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;

namespace Portal.Jobs.Clusters;

/// <summary>Deletes the cluster's rows, its token among them; operations and their receipts stay.</summary>
internal sealed class LeaveForgetStep(IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Its memberships and steps go with its row; what they left, and a system that has no cluster any more, do not.
        await db.SystemOutputs.Where(output => output.ClusterId == context.ClusterId).ExecuteDeleteAsync(cancellationToken);
        await db.Systems.Where(system => system.Members.Any(member => member.ClusterId == context.ClusterId)
            && system.Members.All(member => member.ClusterId == context.ClusterId)).ExecuteDeleteAsync(cancellationToken);
        await db.Clusters.Where(cluster => cluster.Id == context.ClusterId).ExecuteDeleteAsync(cancellationToken);
        connections.Forget(context.ClusterId);
        context.Info($"The portal has forgotten {context.ClusterName}.");
    }
}

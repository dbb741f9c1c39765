using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Data;

namespace Portal.Core.Onboarding.Requests;

/// <summary>The cluster's row of a request whose join command nobody has run yet.</summary>
internal static class WaitingJoin
{
    /// <summary>Removes it with its command, so that its name is free again. False when the join has begun. The request's row is locked.</summary>
    public static async Task<bool> ForgetAsync(PortalDbContext db, ClusterRequest request, CancellationToken cancellationToken)
    {
        if (request.ClusterId is not { } id)
        {
            return true;
        }

        var gone = await db.Clusters
            .Where(cluster => cluster.Id == id && cluster.State == ClusterState.Joining && !db.Operations.Any(operation => operation.ClusterId == id))
            .ExecuteDeleteAsync(cancellationToken) == 1;
        if (gone)
        {
            request.ClusterId = null;
        }

        return gone;
    }
}

using Portal.Core.Data;

namespace Portal.Core.Clusters;

/// <summary>What another feature demands before a join command that is run takes effect. All registered ones are asked.</summary>
internal interface IJoinCondition
{
    /// <summary>
    /// Throws ProblemException when the cluster may not join: nothing is stored then, and the command stays valid. Runs first in
    /// the transaction that uses the command up.
    /// </summary>
    Task DemandAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken);
}

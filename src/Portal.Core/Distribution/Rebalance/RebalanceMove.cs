using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Previews;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>Applies a proposal as an operation: clusters that gain are ready before others lose.</summary>
public sealed class RebalanceMove(MoveWriter moves, TimeProvider clock)
{
    /// <summary>False where the placement is no longer that from which the proposal starts. The caller saves.</summary>
    internal async Task<bool> AddAsync(PortalDbContext db, Application application, ApplicationProposal proposal, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationClusters.AsNoTracking().Include(row => row.Cluster).Where(row => row.ApplicationId == application.Id).ToListAsync(cancellationToken);
        if (application.DeliveredRevision != proposal.Revision || proposal.Moves.Exists(move => Now(rows.Find(row => row.ClusterId == move.ClusterId), move.Workload) != move.From))
        {
            return false;
        }

        var plan = Plan(rows, proposal.Moves);
        var changes = DeliveryChanges.Move(application, proposal.Revision, plan, plan.Leaving);
        await DeliveryWish.WriteAsync(db, application.Id, proposal.Revision, plan, changes.Select(change => change.ClusterId).ToHashSet(), plan.Leaving, clock.GetUtcNow(), cancellationToken);
        proposal.OperationId = moves.Add(db, application, proposal.Revision, changes, reason, actor).Id;
        (proposal.State, proposal.DecidedBy, proposal.DecidedAt) = (ProposalState.Applying, actor.Name, clock.GetUtcNow());
        return true;
    }

    private static int Now(ApplicationCluster? row, string workload) => row is { Revision: not null } ? row.Replicas.GetValueOrDefault(workload) : 0;

    /// <summary>The clusters that are moved alone; one without any replicas left loses the application.</summary>
    internal static DeliveryPlan Plan(IReadOnlyList<ApplicationCluster> rows, IReadOnlyList<ProposedMove> moves)
    {
        var clusters = new List<PreviewCluster>();
        var leaving = new List<ApplicationCluster>();
        foreach (var group in moves.GroupBy(move => (move.ClusterId, move.ClusterName)).OrderBy(group => group.Key.ClusterName, StringComparer.Ordinal))
        {
            var row = rows.FirstOrDefault(one => one.ClusterId == group.Key.ClusterId);
            var replicas = row is { Revision: not null } ? new Dictionary<string, int>(row.Replicas) : [];
            foreach (var move in group)
            {
                replicas[move.Workload] = move.To;
            }

            if (replicas.Values.All(count => count == 0) && row is not null)
            {
                leaving.Add(row);
                continue;
            }

            clusters.Add(new PreviewCluster(group.Key.ClusterId, group.Key.ClusterName, "", "", true, replicas, row?.Replicas, ""));
        }

        return new DeliveryPlan(new PlacementPreview(new Dictionary<string, int>(), clusters, [], [], 0, 0, null), leaving, rows);
    }
}

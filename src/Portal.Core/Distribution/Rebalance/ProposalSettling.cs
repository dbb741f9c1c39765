using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Failover;
using Portal.Core.Operations;

namespace Portal.Core.Distribution.Rebalance;

/// <summary>Says on the proposal how its operation ended.</summary>
internal sealed class ProposalSettling(TimeProvider clock) : IOperationEnded
{
    private const string Cancelled = "Its operation was cancelled, and what it did is taken back by a delivery.";

    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, operation, cancellationToken) is not { } proposal)
        {
            return;
        }

        if (operation.State == OperationState.Succeeded)
        {
            proposal.Become(ProposalState.Applied, proposal.Reason);
            return;
        }

        proposal.Become(ProposalState.Failed, EndReason.Of(operation, Cancelled));
        await MoveRestoring.RunAsync(db, operation, clock.GetUtcNow(), cancellationToken);
    }

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) =>
        (await FindAsync(db, operation, cancellationToken))?.Become(ProposalState.Applying, "");

    private static Task<ApplicationProposal?> FindAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) =>
        db.ApplicationProposals.SingleOrDefaultAsync(row => row.OperationId == operation.Id, cancellationToken);
}

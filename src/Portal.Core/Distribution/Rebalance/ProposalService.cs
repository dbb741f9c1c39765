using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Rebalance;

internal sealed class ProposalService(ActorContexts contexts, RebalanceMove move, TimeProvider clock) : IProposals
{
    private const int Most = 20;
    private const string NotApproved = "The proposal cannot be approved";
    private const string NotDismissed = "The proposal cannot be dismissed";

    public async Task<IReadOnlyList<ProposalView>> ListAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        if (!await db.Applications.AnyAsync(row => row.Id == applicationId, cancellationToken))
        {
            throw ApplicationService.Unknown();
        }

        return await db.ApplicationProposals.AsNoTracking().Where(row => row.ApplicationId == applicationId && row.State != ProposalState.Superseded)
            .OrderByDescending(row => row.CreatedAt).Take(Most)
            .Select(row => new ProposalView(row.Id, row.Revision, row.State, row.Moves, row.Reason, row.State == ProposalState.Open ? row.Deletions : null,
                row.CreatedAt, row.DecidedBy, row.DecidedAt, row.OperationId))
            .ToListAsync(cancellationToken);
    }

    public async Task<Guid> ApproveAsync(Guid applicationId, Guid id, int? confirmDeletions, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var proposal = await FindAsync(db, applicationId, id, NotApproved, cancellationToken);
        var application = await db.Applications.SingleAsync(row => row.Id == applicationId, cancellationToken);
        if (application.State is ApplicationState.Delivering or ApplicationState.Deleting)
        {
            throw ProblemException.Conflict(NotApproved, "A delivery of it is running.", "Wait until the operation has ended, or cancel it.");
        }

        if (proposal.Deletions is { } deletions && deletions != confirmDeletions)
        {
            throw ProblemException.Conflict(NotApproved, $"It would remove {deletions} objects from clusters that lose the application.",
                $"If that is what you want, confirm the removal of {deletions} objects.", "confirmDeletions");
        }

        if (!await move.AddAsync(db, application, proposal, proposal.Reason, actor, cancellationToken))
        {
            throw ProblemException.Conflict(NotApproved, "The application is no longer placed as it was when this was proposed.", "Wait for the next proposal, or dismiss this one.");
        }

        await SaveAsync(db, NotApproved, cancellationToken);
        return proposal.OperationId!.Value;
    }

    public async Task DismissAsync(Guid applicationId, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var proposal = await FindAsync(db, applicationId, id, NotDismissed, cancellationToken);
        (proposal.State, proposal.DecidedBy, proposal.DecidedAt) = (ProposalState.Dismissed, actor.Name, clock.GetUtcNow());
        await SaveAsync(db, NotDismissed, cancellationToken);
    }

    private static async Task<ApplicationProposal> FindAsync(PortalDbContext db, Guid applicationId, Guid id, string what, CancellationToken cancellationToken)
    {
        var proposal = await db.ApplicationProposals.SingleOrDefaultAsync(row => row.Id == id && row.ApplicationId == applicationId, cancellationToken)
            ?? throw ProblemException.NotFound("The application has no such proposal");
        return proposal.State == ProposalState.Open ? proposal
            : throw ProblemException.Conflict(what, "It is decided already, or another has taken its place.", "Look at it again.");
    }

    private static async Task SaveAsync(PortalDbContext db, string what, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict(what, "The application has just been changed.", "Look at it again.");
        }
    }
}

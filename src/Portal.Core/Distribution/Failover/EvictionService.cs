using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Problems;

namespace Portal.Core.Distribution.Failover;

internal sealed class EvictionService(ActorContexts contexts, TimeProvider clock) : IEvictions
{
    private const int Most = 100;

    public async Task<IReadOnlyList<EvictionView>> ListAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        if (!await db.Applications.AnyAsync(row => row.Id == applicationId, cancellationToken))
        {
            throw ApplicationService.Unknown();
        }

        return await db.ApplicationEvictions.AsNoTracking().Where(row => row.ApplicationId == applicationId)
            .OrderBy(row => row.EndedAt != null).ThenByDescending(row => row.StateSince).Take(Most)
            .Select(row => new EvictionView(row.Id, row.ClusterId, row.Cluster!.Name, row.State, row.StateSince, row.Reason, row.LostAt, row.GivenUpAt,
                row.NextAt, row.OperationId, row.ApprovedBy, row.State == EvictionState.Held ? row.Deletions : null, row.EndedAt))
            .ToListAsync(cancellationToken);
    }

    public Task ApproveAsync(Guid applicationId, Guid id, int? confirmDeletions, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(applicationId, id, "The move cannot be approved", actor, eviction =>
        {
            if (eviction.State is not (EvictionState.Held or EvictionState.Dismissed))
            {
                throw ProblemException.Conflict("The move cannot be approved", "It does not wait for anybody.", "Look at it again: it may have gone on.");
            }

            if (eviction.Deletions is { } deletions && deletions != confirmDeletions)
            {
                throw ProblemException.Conflict("The move cannot be approved", eviction.Reason,
                    $"If that is what you want, confirm the removal of {deletions} objects.", "confirmDeletions");
            }

            (eviction.ApprovedBy, eviction.ApprovedDeletions, eviction.Deletions, eviction.NextAt) = (actor.Name, eviction.Deletions, null, null);
            eviction.Become(eviction.GivenUpAt is null ? EvictionState.Waiting : EvictionState.Evicted, Approved(actor.Name), clock.GetUtcNow());
        }, cancellationToken);

    public Task DismissAsync(Guid applicationId, Guid id, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(applicationId, id, "The move cannot be dismissed", actor, eviction =>
        {
            if (eviction is not { GivenUpAt: null, State: EvictionState.Held or EvictionState.Waiting })
            {
                throw ProblemException.Conflict("The move cannot be dismissed", "It is on its way, or is over.", "Cancel its operation, if one runs.");
            }

            eviction.Become(EvictionState.Dismissed, Dismissed(actor.Name), clock.GetUtcNow());
        }, cancellationToken);

    private static string Approved(string person) => $"Approved by {person}.";

    private static string Dismissed(string person) => $"Dismissed by {person}: nothing is moved until the cluster is back.";

    private async Task ChangeAsync(Guid applicationId, Guid id, string what, Actor actor, Action<ApplicationEviction> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        change(await db.ApplicationEvictions.SingleOrDefaultAsync(row => row.Id == id && row.ApplicationId == applicationId, cancellationToken)
            ?? throw ProblemException.NotFound("The application has no such move"));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw ProblemException.Conflict(what, "It has just gone on.", "Look at it again.");
        }
    }
}

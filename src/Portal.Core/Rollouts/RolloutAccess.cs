using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Rollouts;

/// <summary>Who may steer a rollout: a role in the portal any of them, a role in a team those that stay within what the team owns.</summary>
internal sealed class RolloutAccess(ActorContexts contexts)
{
    /// <summary>
    /// Begins the <see cref="Act"/>. To who has only a team: NotFound for what the team does not see; Forbidden where clusters of others
    /// are changed as well, or where it is of no application and the role is less than that for operations.
    /// </summary>
    public async Task DemandAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.RunRollouts, cancellationToken);
        if (db.OwnTeams is null)
        {
            return;
        }

        var rollout = await db.Operations.Where(row => row.Id == id).Select(row => new { row.Kind }).SingleOrDefaultAsync(cancellationToken) ?? throw OperationReader.Unknown();
        var seen = await db.RolloutChanges.CountAsync(row => row.RolloutId == id, cancellationToken);
        if (seen != await db.RolloutChanges.IgnoreQueryFilters().CountAsync(row => row.RolloutId == id, cancellationToken))
        {
            throw ProblemException.Forbidden("The rollout cannot be changed", "It also changes clusters of other teams.", "Ask a platform operator.");
        }

        if (!OperationKinds.OfApplications.Contains(rollout.Kind))
        {
            await using var operated = await contexts.OpenAsync(actor, Permission.RunOperations, cancellationToken);
            if (!await operated.Operations.AnyAsync(row => row.Id == id, cancellationToken))
            {
                throw AccessPolicy.Refuse(actor, Permission.RunOperations);
            }
        }
    }
}

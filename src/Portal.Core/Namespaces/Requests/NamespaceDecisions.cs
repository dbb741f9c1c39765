using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Namespaces.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Requests;

/// <summary>What approvers do: each decision is for exactly what was seen, and never of one's own wish.</summary>
internal sealed class NamespaceDecisions(NamespaceWork work, NamespaceJudgement judgement, NamespaceHistory history)
{
    public async Task ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken)
    {
        var failed = "";
        await work.ChangeAsync(id, actor, Permission.ApproveNamespaces, async (db, space, stop) =>
        {
            DemandDecidable(space, seen, comment, actor);
            await NamespaceJudgement.CheckAsync(db, space, await NamespaceFactsReader.LimitsAsync(db, space.TeamId, stop), stop);
            failed = space.Checks.Describe();
            if (failed.Length == 0)
            {
                await judgement.ApproveAsync(db, space, NamespaceEventKind.Approved, actor.Name, comment.Trim(), actor, stop);
            }
            else
            {
                judgement.Refuse(db, space);
            }
        }, cancellationToken);
        if (failed.Length > 0)
        {
            // Stored as well: who asked sees which rule it is.
            throw ProblemException.Conflict("The request cannot be approved", failed, "Let the team change its request, or change the namespace policy.");
        }
    }

    public Task RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken) =>
        work.ChangeAsync(id, actor, Permission.ApproveNamespaces, (db, space, _) =>
        {
            DemandDecidable(space, seen, comment, actor);
            FourEyes.DemandReason(comment);
            (space.Ask, space.Reason, space.Comment) = (AskState.Refused, comment.Trim(), comment.Trim());
            history.Add(db, space, NamespaceEventKind.Refused, actor.Name, comment.Trim());
            return Task.CompletedTask;
        }, cancellationToken);

    private static void DemandDecidable(TeamNamespace space, string seen, string comment, Actor actor)
    {
        FourEyes.DemandAnother(actor, space.Name, space.AskedById, space.ChangedById);
        FourEyes.DemandSeen(space.Name, space.ContentHash, seen);
        if (space.Ask != AskState.Waiting)
        {
            throw ProblemException.Conflict(
                $"The request for {space.Name} does not wait for a decision", $"It is {space.Ask}.", "Load it again, and look at what has happened to it.");
        }

        FourEyes.DemandComment(comment);
    }
}

using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Onboarding.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>What approvers do: each decision is for exactly what was seen, and never of one's own wish.</summary>
internal sealed class RequestDecisions(RequestWork work, RequestJudgement judgement, RequestHistory history)
{
    public async Task ApproveAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken)
    {
        var failed = "";
        await work.ChangeAsync(id, actor, Permission.ApproveClusters, async (db, request, stop) =>
        {
            DemandDecidable(request, seen, comment, actor);
            await RequestJudgement.CheckAsync(db, request, await RequestFactsReader.PolicyAsync(db, request.TeamId, stop), stop);
            failed = request.Checks.Describe();
            if (failed.Length == 0)
            {
                judgement.Approve(db, request, RequestEventKind.Approved, actor.Name, actor.Name, comment.Trim());
            }
            else
            {
                judgement.Refuse(db, request);
            }
        }, cancellationToken);
        if (failed.Length > 0)
        {
            // Stored as well: who asked sees which rule it is.
            throw ProblemException.Conflict("The request cannot be approved", failed, "Let the team change its request, or change the onboarding policy.");
        }
    }

    public Task RefuseAsync(Guid id, string seen, string comment, Actor actor, CancellationToken cancellationToken) =>
        work.ChangeAsync(id, actor, Permission.ApproveClusters, (db, request, _) =>
        {
            DemandDecidable(request, seen, comment, actor);
            FourEyes.DemandReason(comment);
            request.MoveTo(RequestState.Refused);
            (request.ApprovedHash, request.Reason, request.Comment) = (null, comment.Trim(), comment.Trim());
            history.Add(db, request, RequestEventKind.Refused, actor.Name, comment.Trim());
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>Conflict when somebody has described the cluster anew since.</summary>
    public static void DemandSeen(ClusterRequest request, string seen) => FourEyes.DemandSeen(request.Name, request.ContentHash, seen);

    private static void DemandDecidable(ClusterRequest request, string seen, string comment, Actor actor)
    {
        FourEyes.DemandAnother(actor, request.Name, request.AskedById, request.ChangedById);
        DemandSeen(request, seen);
        if (request.State != RequestState.Waiting)
        {
            throw ProblemException.Conflict(
                $"The request for {request.Name} does not wait for a decision", $"It is {request.State}.", "Load it again, and look at what has happened to it.");
        }

        FourEyes.DemandComment(comment);
    }
}

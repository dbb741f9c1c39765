using Portal.Core.Access;
using Portal.Core.Onboarding.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>What approvers do: each decision is for exactly what was seen, and never of one's own wish.</summary>
internal sealed class RequestDecisions(RequestWork work, RequestJudgement judgement, RequestHistory history)
{
    private const int MaxComment = 1000;

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
            if (comment.Trim().Length == 0)
            {
                throw ProblemException.Invalid("The request was not refused", "No reason is given.", "Say why, and how to comply.", "comment");
            }

            request.MoveTo(RequestState.Refused);
            (request.ApprovedHash, request.Reason, request.Comment) = (null, comment.Trim(), comment.Trim());
            history.Add(db, request, RequestEventKind.Refused, actor.Name, comment.Trim());
            return Task.CompletedTask;
        }, cancellationToken);

    /// <summary>Conflict when somebody has described the cluster anew since.</summary>
    public static void DemandSeen(ClusterRequest request, string seen)
    {
        if (!string.Equals(request.ContentHash, seen, StringComparison.Ordinal))
        {
            throw ProblemException.Conflict(
                $"The request for {request.Name} was changed since you saw it",
                "A decision or a change applies to exactly what was shown.",
                "Load it again, and look at what is asked for now.",
                "contentHash");
        }
    }

    private static void DemandDecidable(ClusterRequest request, string seen, string comment, Actor actor)
    {
        if (request.AskedById == actor.Id || request.ChangedById == actor.Id)
        {
            throw ProblemException.Forbidden(
                "Nobody decides on what they asked for themselves", $"{actor.Name} has asked for {request.Name} or described it.", "Let another approver decide.");
        }

        DemandSeen(request, seen);
        if (request.State != RequestState.Waiting)
        {
            throw ProblemException.Conflict(
                $"The request for {request.Name} does not wait for a decision", $"It is {request.State}.", "Load it again, and look at what has happened to it.");
        }

        if (comment.Length > MaxComment || comment.Contains('\0', StringComparison.Ordinal))
        {
            throw ProblemException.Invalid("The request was not decided", "A comment has at most 1,000 characters, and no NUL character.", "Shorten it.", "comment");
        }
    }
}

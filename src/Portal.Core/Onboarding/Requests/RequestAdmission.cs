using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Looks at the rules again when a join command is run: the request may have been withdrawn, or the policy changed, since it was made.</summary>
internal sealed class RequestAdmission(RequestJudgement judgement) : IJoinCondition
{
    public async Task DemandAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken)
    {
        if (await RequestWork.LockOfClusterAsync(db, clusterId, cancellationToken) is not { } request)
        {
            return;
        }

        if (request.State != RequestState.Joining)
        {
            throw ProblemException.Conflict(
                $"The cluster {request.Name} may not join", $"Its request is {request.State}.", "Look at the request in the portal.");
        }

        await judgement.DemandJoinableAsync(db, request, cancellationToken);
    }
}

using Microsoft.Extensions.Options;
using Portal.Core.Approvals;
using Portal.Core.Data;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Onboarding.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Asks the rules about a request, and says what becomes of it. Under the lock of its team.</summary>
internal sealed class RequestJudgement(RequestHistory history, IOptions<OnboardingOptions> options, TimeProvider clock)
{
    /// <summary>Decides a request that was described just now.</summary>
    public async Task DecideAsync(PortalDbContext db, ClusterRequest request, OnboardingPolicy policy, string actorName, CancellationToken cancellationToken)
    {
        await CheckAsync(db, request, policy, cancellationToken);
        (request.ApprovedHash, request.ApprovedBy, request.ApprovedAt, request.Comment, request.Reason) = (null, "", null, "", "");
        request.ExpiresAt = clock.GetUtcNow() + options.Value.DecideWithin;
        if (!request.Checks.Pass())
        {
            Refuse(db, request);
        }
        else if (policy.Approval == ApprovalMode.ByRule)
        {
            Approve(db, request, RequestEventKind.ApprovedByRule, "", actorName);
        }
        else
        {
            request.MoveTo(RequestState.Waiting);
        }
    }

    public static async Task CheckAsync(PortalDbContext db, ClusterRequest request, OnboardingPolicy policy, CancellationToken cancellationToken) =>
        request.Checks = await RequestFactsReader.CheckAsync(db, request.Content(), request.TeamId, policy, request.Id, request.ClusterId, cancellationToken);

    /// <summary>The rules have said no.</summary>
    public void Refuse(PortalDbContext db, ClusterRequest request)
    {
        request.MoveTo(RequestState.Refused);
        (request.ApprovedHash, request.Reason) = (null, request.Checks.Describe());
        history.Add(db, request, RequestEventKind.RefusedByRules, "", request.Reason);
    }

    /// <param name="approver">Empty for the rules themselves.</param>
    /// <param name="actorName">By whose act it happens.</param>
    public void Approve(PortalDbContext db, ClusterRequest request, RequestEventKind kind, string approver, string actorName, string comment = "")
    {
        request.MoveTo(RequestState.Approved);
        var now = clock.GetUtcNow();
        (request.ApprovedHash, request.ApprovedBy, request.ApprovedAt, request.Comment) = (request.ContentHash, approver, now, comment);
        request.ExpiresAt = now + options.Value.JoinWithin;
        history.Add(db, request, kind, kind == RequestEventKind.ApprovedByRule ? "" : actorName, comment);
    }

    /// <summary>Once more before a join: still approved as it is, in time, and inside the rules. Conflict else.</summary>
    public async Task DemandJoinableAsync(PortalDbContext db, ClusterRequest request, CancellationToken cancellationToken)
    {
        if (request.ApprovedHash is null || request.ApprovedHash != request.Content().HashFor(request.TeamId))
        {
            throw ProblemException.Conflict(
                $"The cluster {request.Name} may not join", "What is asked for is not what was approved.", "Have the request approved as it is now.");
        }

        if (request.ExpiresAt <= clock.GetUtcNow())
        {
            throw ProblemException.Conflict($"The cluster {request.Name} may not join", "The time to join it has ended.", "Ask for it again.");
        }

        var policy = await RequestFactsReader.PolicyAsync(db, request.TeamId, cancellationToken);
        await CheckAsync(db, request, policy, cancellationToken);
        if (!request.Checks.Pass())
        {
            throw ProblemException.Conflict(
                $"The cluster {request.Name} may not join", request.Checks.Describe(), "Comply with the rules that are named, or ask for another cluster.");
        }
    }
}

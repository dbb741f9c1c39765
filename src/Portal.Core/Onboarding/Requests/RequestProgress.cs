using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Moves requests on that nobody acts on: those whose profile is there, and those whose time has ended.</summary>
public sealed class RequestProgress
{
    private const int AtOnce = 50;
    private static readonly RequestState[] Mortal = [RequestState.Refused, RequestState.Waiting, RequestState.Approved, RequestState.Joining];
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly RequestWork _work;
    private readonly RequestSmoke _smoke;
    private readonly RequestHistory _history;
    private readonly TimeProvider _clock;

    internal RequestProgress(IDbContextFactory<PortalDbContext> contexts, RequestWork work, RequestSmoke smoke, RequestHistory history, TimeProvider clock) =>
        (_contexts, _work, _smoke, _history, _clock) = (contexts, work, smoke, history, clock);

    /// <summary>Starts the smoke test of what has its profile, and ends what cannot get it.</summary>
    public async Task FollowProfilesAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.ClusterRequests.AsNoTracking().Where(request => request.State == RequestState.Installing
                && !db.ProfileMembers.Any(member => member.ClusterId == request.ClusterId && (member.Stage == ProfileStage.Planning || member.Stage == ProfileStage.Applying)))
            .OrderBy(request => request.UpdatedAt).Take(AtOnce).Select(request => new { request.Id, request.TeamId }).ToListAsync(cancellationToken);
        foreach (var request in due)
        {
            await _work.RunAsync(request.TeamId, (work, stop) => FollowAsync(work, request.Id, stop), cancellationToken);
        }
    }

    /// <summary>Ends requests whose time to be decided or joined is over. A join that has begun goes on.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.ClusterRequests.AsNoTracking()
            .Where(request => Mortal.Contains(request.State) && request.ExpiresAt <= now && !db.Operations.Any(operation => operation.ClusterId != null && operation.ClusterId == request.ClusterId))
            .OrderBy(request => request.ExpiresAt).Take(AtOnce).Select(request => new { request.Id, request.TeamId }).ToListAsync(cancellationToken);
        foreach (var request in due)
        {
            await _work.RunAsync(request.TeamId, (work, stop) => ExpireAsync(work, request.Id, now, stop), cancellationToken);
        }
    }

    private async Task FollowAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        if (await RequestWork.LockAsync(db, id, cancellationToken) is not { State: RequestState.Installing } request)
        {
            return;
        }

        var member = await db.ProfileMembers.AsNoTracking().SingleOrDefaultAsync(row => row.ClusterId == request.ClusterId, cancellationToken);
        switch (member?.Stage)
        {
            case ProfileStage.Done or ProfileStage.Known:
                _history.Add(db, request, RequestEventKind.Installed, "", operationId: member.Stage == ProfileStage.Done ? member.PlanId : null);
                await StartAsync(db, request, cancellationToken);
                break;
            case ProfileStage.Planning or ProfileStage.Applying:
                break;
            case ProfileStage.Failed:
                Fail(db, request, member.Reason, member.PlanId);
                break;
            default:
                Fail(db, request, "The cluster has left its fleet, or the fleet has lost its profile.", null);
                break;
        }
    }

    private async Task StartAsync(PortalDbContext db, ClusterRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _smoke.StartAsync(db, request, cancellationToken);
        }
        catch (ProblemException refused)
        {
            Fail(db, request, $"{refused.Problem.What}: {refused.Problem.Why}", null);
        }
    }

    private void Fail(PortalDbContext db, ClusterRequest request, string reason, Guid? operationId)
    {
        request.FailedIn = request.State;
        request.MoveTo(RequestState.Failed);
        request.Reason = reason;
        _history.Add(db, request, RequestEventKind.Failed, "", reason, operationId);
    }

    private async Task ExpireAsync(PortalDbContext db, Guid id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var request = await RequestWork.LockAsync(db, id, cancellationToken);
        if (request is null || !Mortal.Contains(request.State) || request.ExpiresAt > now || !await WaitingJoin.ForgetAsync(db, request, cancellationToken))
        {
            return;
        }

        request.MoveTo(RequestState.Expired);
        _history.Add(db, request, RequestEventKind.Expired, "");
    }
}

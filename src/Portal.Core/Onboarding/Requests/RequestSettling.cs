using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Onboarding.Requests;

/// <summary>What an ended join or smoke test means for the request, in the transaction in which it ends.</summary>
internal sealed class RequestSettling(RequestSmoke smoke, RequestHistory history, TimeProvider clock) : IOperationEnded
{
    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, operation, cancellationToken) is not { } request)
        {
            return;
        }

        if (operation.State != OperationState.Succeeded)
        {
            Fail(db, request, operation);
        }
        else if (operation.Kind == OperationKinds.JoinCluster)
        {
            history.Add(db, request, RequestEventKind.Joined, operation.ActorName, operationId: operation.Id);
            await JoinedAsync(db, request, cancellationToken);
        }
        else
        {
            history.Add(db, request, RequestEventKind.Tested, "", operationId: operation.Id);
            request.MoveTo(RequestState.HandedOver);
            history.Add(db, request, RequestEventKind.HandedOver, "");
        }
    }

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var request = await RequestWork.LockOfClusterAsync(db, operation.ClusterId, cancellationToken);
        if (request is { State: RequestState.Failed, FailedIn: { } failed } && failed == StageOf(operation))
        {
            request.MoveTo(failed);
            (request.FailedIn, request.Reason) = (null, "");
            history.Add(db, request, RequestEventKind.TriedAgain, "", operationId: operation.Id);
        }
    }

    private static RequestState StageOf(Operation operation) =>
        operation.Kind == OperationKinds.JoinCluster ? RequestState.Joining : RequestState.Testing;

    private static async Task<ClusterRequest?> FindAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var request = await RequestWork.LockOfClusterAsync(db, operation.ClusterId, cancellationToken);
        return request?.State == StageOf(operation) && (operation.Kind == OperationKinds.JoinCluster || request.TestOperationId == operation.Id) ? request : null;
    }

    private async Task JoinedAsync(PortalDbContext db, ClusterRequest request, CancellationToken cancellationToken)
    {
        if (request.Profile.Length == 0)
        {
            await smoke.StartAsync(db, request, cancellationToken);
            return;
        }

        // The fleet's own profile may have noted the cluster a moment ago: a rule has seen to it that it is the same one.
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO profile_members (cluster_id, fleet_id, profile, clean_up, stage, brought, reason, at)
            VALUES ({request.ClusterId}, {request.FleetId}, {request.Profile}, false, {nameof(ProfileStage.Planning)}, {Array.Empty<string>()}, '', {now})
            ON CONFLICT (cluster_id) DO NOTHING
            """,
            cancellationToken);
        request.MoveTo(RequestState.Installing);
    }

    private void Fail(PortalDbContext db, ClusterRequest request, Operation operation)
    {
        request.FailedIn = request.State;
        request.MoveTo(RequestState.Failed);
        request.Reason = EndReason.Of(operation, "It was cancelled.");
        history.Add(db, request, RequestEventKind.Failed, operation.CancelRequestedBy ?? "", request.Reason, operation.Id);
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Profiles;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Tries again what failed of a request.</summary>
internal sealed class RequestRetry(RequestWork work, RequestSmoke smoke, RequestHistory history, OperationChanges operations, TimeProvider clock)
{
    public async Task RunAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Guid? join = null;
        await work.ChangeAsync(id, actor, Permission.RequestClusters, async (db, request, stop) =>
        {
            join = null;
            if (request is not { State: RequestState.Failed, FailedIn: { } failed })
            {
                throw ProblemException.Conflict($"The request for {request.Name} has not failed", $"It is {request.State}.", "Nothing is left to be tried again.");
            }

            if (!await db.Clusters.AnyAsync(cluster => cluster.Id == request.ClusterId, stop))
            {
                throw ProblemException.Conflict($"The request for {request.Name} cannot be tried again", "Its cluster has left.", "Ask for it again.");
            }

            switch (failed)
            {
                case RequestState.Joining:
                    // In a transaction of its own, which takes its locks in another order; it moves the request.
                    join = await db.Operations.Where(operation => operation.ClusterId == request.ClusterId && operation.Kind == OperationKinds.JoinCluster)
                        .OrderByDescending(operation => operation.Id).Select(operation => operation.Id).FirstAsync(stop);
                    return;
                case RequestState.Installing:
                    var now = clock.GetUtcNow();
                    await db.ProfileMembers.Where(member => member.ClusterId == request.ClusterId).ExecuteUpdateAsync(
                        row => row.SetProperty(member => member.Stage, ProfileStage.Planning).SetProperty(member => member.PlanId, (Guid?)null)
                            .SetProperty(member => member.Reason, "").SetProperty(member => member.At, now),
                        stop);
                    request.MoveTo(RequestState.Installing);
                    break;
                default:
                    await smoke.StartAsync(db, request, stop);
                    break;
            }

            (request.FailedIn, request.Reason) = (null, "");
            history.Add(db, request, RequestEventKind.TriedAgain, actor.Name, operationId: failed == RequestState.Testing ? request.TestOperationId : null);
        }, cancellationToken);
        if (join is { } operation)
        {
            Act.Begin(actor, Permission.RequestClusters);
            await operations.RetryAsync(operation, actor, cancellationToken);
        }
    }
}

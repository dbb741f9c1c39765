using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Onboarding.Requests;

internal sealed class RequestJoin(
    RequestWork work,
    RequestJudgement judgement,
    RequestHistory history,
    JoinCommands commands,
    KubeconfigScreening screening,
    ICredentialHandover handover,
    OperationWriter writer,
    OperationChanges operations,
    TimeProvider clock) : IRequestJoin
{
    public async Task<JoinCommand> CreateCommandAsync(Guid id, Uri portal, Actor actor, CancellationToken cancellationToken)
    {
        JoinCommand? command = null;
        await work.ChangeAsync(id, actor, Permission.RequestClusters, async (db, request, stop) =>
        {
            var cluster = await DemandAsync(db, request, actor, stop);
            command = await commands.IssueAsync(db, cluster, portal, actor, stop);
            history.Add(db, request, RequestEventKind.CommandMade, actor.Name);
        }, cancellationToken);
        return command!;
    }

    public async Task<JoinStarted> JoinAsync(Guid id, string kubeconfig, string context, Actor actor, CancellationToken cancellationToken)
    {
        ScreenedKubeconfig? credential = null;
        JoinStarted? started = null;
        var isOffered = false;
        var again = false;
        try
        {
            await work.ChangeAsync(id, actor, Permission.RequestClusters, async (db, request, stop) =>
            {
                // After the look at who asks: what is in a kubeconfig is told to nobody else.
                DemandAsker(request, actor);
                credential = screening.Screen(kubeconfig, context);
                var failed = await FailedAsync(db, request, stop);
                again = failed is not null;
                if (again)
                {
                    await judgement.DemandJoinableAsync(db, request, stop);
                    started = new JoinStarted(request.ClusterId!.Value, failed!.Value, request.Name);
                    await AddressAsync(db, request.ClusterId.Value, credential, stop);
                }
                else
                {
                    var clusterId = await DemandAsync(db, request, actor, stop);
                    await AddressAsync(db, clusterId, credential, stop);
                    await db.JoinTokens.Where(token => token.ClusterId == clusterId && token.UsedAt == null && token.RevokedAt == null)
                        .ExecuteUpdateAsync(row => row.SetProperty(token => token.RevokedAt, clock.GetUtcNow()), stop);
                    var operation = writer.Add(db, ClusterOperations.Join(clusterId, request.Name, request.FleetId), actor);
                    started = new JoinStarted(clusterId, operation.Id, request.Name);
                }

                history.Add(db, request, RequestEventKind.KubeconfigGiven, actor.Name, operationId: started.OperationId);

                // Before the rows are seen: the worker may ask for it at once.
                handover.Offer(started.OperationId, credential);
                isOffered = true;
            }, cancellationToken);
            if (again)
            {
                Act.Begin(actor, Permission.RequestClusters);
                await operations.RetryAsync(started!.OperationId, actor, cancellationToken);
            }
        }
        catch when (isOffered)
        {
            await handover.DiscardAsync(started!.OperationId, CancellationToken.None);
            throw;
        }

        return started!;
    }

    /// <summary>Looks at the rules once more and gives the request its cluster: a new row, or the one that nobody has joined yet.</summary>
    private async Task<Guid> DemandAsync(PortalDbContext db, ClusterRequest request, Actor actor, CancellationToken cancellationToken)
    {
        DemandAsker(request, actor);
        if (request.State is not (RequestState.Approved or RequestState.Joining)
            || await db.Operations.AnyAsync(operation => operation.ClusterId != null && operation.ClusterId == request.ClusterId, cancellationToken))
        {
            throw ProblemException.Conflict(
                $"The cluster {request.Name} cannot be joined now",
                request.State == RequestState.Joining ? "Its join has begun." : $"Its request is {request.State}.",
                "Look at the history of the request.");
        }

        await judgement.DemandJoinableAsync(db, request, cancellationToken);
        if (request.ClusterId is { } known)
        {
            return known;
        }

        var cluster = JoiningCluster.Create(request.Content().Describe(), actor, clock.GetUtcNow());
        cluster.StateReason = "Waits for its join command to be run.";
        db.Clusters.Add(cluster);
        request.ClusterId = cluster.Id;
        request.MoveTo(RequestState.Joining);
        await JoiningCluster.SaveAsync(db, cluster, cancellationToken);
        return cluster.Id;
    }

    private static void DemandAsker(ClusterRequest request, Actor actor)
    {
        if (request.AskedById != actor.Id)
        {
            throw ProblemException.Forbidden(
                "Only who asked for the cluster can join it", $"{request.AskedBy} has asked for {request.Name}.", "Ask for a cluster of your own, or let them join it.");
        }
    }

    private static async Task<Guid?> FailedAsync(PortalDbContext db, ClusterRequest request, CancellationToken cancellationToken) =>
        request is { State: RequestState.Failed, FailedIn: RequestState.Joining }
            ? await db.Operations.Where(operation => operation.ClusterId == request.ClusterId && operation.Kind == OperationKinds.JoinCluster)
                .OrderByDescending(operation => operation.Id).Select(operation => (Guid?)operation.Id).FirstOrDefaultAsync(cancellationToken)
            : null;

    private static async Task AddressAsync(PortalDbContext db, Guid clusterId, ScreenedKubeconfig credential, CancellationToken cancellationToken) =>
        await db.Clusters.Where(cluster => cluster.Id == clusterId).ExecuteUpdateAsync(
            row => row
                .SetProperty(cluster => cluster.ApiServer, JoiningCluster.Address(credential.ApiServer))
                .SetProperty(cluster => cluster.CertificateAuthority, credential.CertificateAuthority)
                .SetProperty(cluster => cluster.TlsServerName, credential.TlsServerName ?? "")
                .SetProperty(cluster => cluster.StateReason, ""),
            cancellationToken);
}

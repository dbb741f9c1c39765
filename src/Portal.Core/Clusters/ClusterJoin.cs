using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Clusters;

internal sealed class ClusterJoin(
    IDbContextFactory<PortalDbContext> contexts,
    IValidator<ClusterDescription> descriptions,
    KubeconfigScreening screening,
    Preflight preflight,
    ICredentialHandover handover,
    OperationWriter writer,
    IOperations operations,
    JoinCommands commands,
    TimeProvider clock) : IClusterJoin
{
    public Task<IReadOnlyList<KubeconfigContext>> ReadContextsAsync(string kubeconfig, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.JoinClusters);
        return Task.FromResult(screening.ReadContexts(kubeconfig));
    }

    public async Task<PreflightReport> CheckAsync(JoinRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.JoinClusters);
        descriptions.Demand(request.Description, "The cluster cannot be checked");
        return await preflight.CheckAsync(screening.Screen(request.Kubeconfig, request.Context), request.Description, cancellationToken);
    }

    public async Task<JoinStarted> JoinAsync(JoinRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.JoinClusters);
        descriptions.Demand(request.Description, "The cluster cannot be joined");
        var credential = screening.Screen(request.Kubeconfig, request.Context);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = JoiningCluster.Create(request.Description, actor, clock.GetUtcNow());
        cluster.ApiServer = JoiningCluster.Address(credential.ApiServer);
        cluster.CertificateAuthority = credential.CertificateAuthority;
        cluster.TlsServerName = credential.TlsServerName ?? "";
        db.Clusters.Add(cluster);
        var operation = writer.Add(db, ClusterOperations.Join(cluster.Id, cluster.Name, cluster.FleetId), actor);

        // Before the rows are seen: the worker may ask for it at once.
        handover.Offer(operation.Id, credential);
        try
        {
            await JoiningCluster.SaveAsync(db, cluster, cancellationToken);
        }
        catch
        {
            await handover.DiscardAsync(operation.Id, CancellationToken.None);
            throw;
        }

        return new JoinStarted(cluster.Id, operation.Id, cluster.Name);
    }

    public async Task ResumeAsync(Guid operationId, string kubeconfig, string context, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.JoinClusters);
        var credential = screening.Screen(kubeconfig, context);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var join = await db.Operations.AsNoTracking()
            .Where(operation => operation.Id == operationId && operation.Kind == OperationKinds.JoinCluster)
            .Select(operation => new { operation.State, operation.ClusterId, operation.TargetName })
            .SingleOrDefaultAsync(cancellationToken) ?? throw ProblemException.NotFound("There is no such join");
        var address = JoiningCluster.Address(credential.ApiServer);
        var waiting = join.State == OperationState.Succeeded
            ? 0
            : await db.Clusters
                .Where(cluster => cluster.Id == join.ClusterId && cluster.State == ClusterState.Joining)
                .ExecuteUpdateAsync(
                    row => row
                        .SetProperty(cluster => cluster.ApiServer, address)
                        .SetProperty(cluster => cluster.CertificateAuthority, credential.CertificateAuthority)
                        .SetProperty(cluster => cluster.TlsServerName, credential.TlsServerName ?? "")
                        .SetProperty(cluster => cluster.StateReason, ""),
                    cancellationToken);
        if (waiting == 0)
        {
            throw ProblemException.Conflict(
                $"The join of {join.TargetName} does not wait for a kubeconfig",
                "It has ended, or its cluster is leaving or gone.",
                "Join the cluster again if it is not in the list.");
        }

        handover.Offer(operationId, credential);
        if (join.State is OperationState.Failed or OperationState.Cancelled)
        {
            await operations.RetryAsync(operationId, actor, cancellationToken);
        }
    }

    public Task<JoinCommand> CreateCommandAsync(ClusterDescription description, Uri portal, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.JoinClusters);
        descriptions.Demand(description, "The join command cannot be made");
        return commands.CreateAsync(description, portal, actor, cancellationToken);
    }

    public Task<string> ReadScriptAsync(string token, Uri portal, CancellationToken cancellationToken) =>
        commands.ReadScriptAsync(token, portal, cancellationToken);

    public Task<JoinStarted> CompleteAsync(string token, JoinCompletion completion, CancellationToken cancellationToken) =>
        commands.CompleteAsync(token, completion, cancellationToken);

    public string DescribeRights() => PortalRightsYaml.Render();
}

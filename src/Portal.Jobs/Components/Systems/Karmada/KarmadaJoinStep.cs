using k8s.Autorest;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>Joins a member to Karmada in the mode of its role, or unjoins it: what karmadactl join and register do, and unjoin and unregister.</summary>
internal sealed class KarmadaJoinStep(
    KarmadaAccess access,
    KarmadaPush push,
    KarmadaPull pull,
    KarmadaReadiness readiness,
    KarmadaUnjoin unjoin,
    IDbContextFactory<PortalDbContext> contexts) : ISystemStep
{
    private const string PullRole = "pull-member";

    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        KarmadaNames.Check(name);
        var mode = context.Here.Role == PullRole ? "Pull" : "Push";
        var admin = await access.ReadAsync(context, cancellationToken);
        using var karmada = new KarmadaApi(context.Connections.Connect(admin));
        try
        {
            var member = await DescribeAsync(context, cancellationToken);
            var registered = await KarmadaRegistration.FindAsync(karmada, name, member.Id, mode, cancellationToken);
            if (registered?["metadata"]?["deletionTimestamp"] is not null)
            {
                throw ProblemException.Unavailable(
                    $"Cluster {name} is being unjoined from Karmada", "Karmada has not ended that yet.", "Wait until it is gone, and retry.");
            }

            await (mode == "Pull"
                ? pull.RunAsync(context, karmada, admin, member, cancellationToken)
                : push.RunAsync(context, karmada, member, registered, cancellationToken));
        }
        catch (HttpOperationException error)
        {
            throw KubernetesFaults.Describe(error, name);
        }

        await readiness.AwaitAsync(context, karmada, cancellationToken);
    }

    public Task UndoAsync(SystemStepContext context, CancellationToken cancellationToken) => unjoin.RunAsync(context, cancellationToken);

    private async Task<KarmadaMember> DescribeAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var objects = await context.ReadAsync(context.Here, cancellationToken);
        var id = (string?)(await objects.FindAsync("v1", "Namespace", "kube-system", null, cancellationToken))?["metadata"]?["uid"]
            ?? throw ProblemException.Refused(
                $"Cluster {context.Here.ClusterName} has no id", "It has no namespace kube-system.", "Check that the address is that of a Kubernetes cluster.");
        var reached = await context.Connections.ReadAccessAsync(context.Here.ClusterId, cancellationToken);
        if (reached.TlsServerName is { } serverName)
        {
            context.Operation.Warn($"The portal asks {context.Here.ClusterName} for the name {serverName}; Karmada cannot, so its certificate must be for {reached.ApiServer.Host} too.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var place = await db.Clusters.AsNoTracking().Where(cluster => cluster.Id == context.Here.ClusterId)
            .Select(cluster => new { cluster.Provider, cluster.Region, cluster.Zone }).SingleAsync(cancellationToken);
        return new KarmadaMember(id, reached.ApiServer.AbsoluteUri.TrimEnd('/'), place.Provider, place.Region, place.Zone);
    }
}

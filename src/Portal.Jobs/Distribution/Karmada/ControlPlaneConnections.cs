using System.Collections.Concurrent;
using k8s;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Jobs.Components.Systems.Karmada;

namespace Portal.Jobs.Distribution.Karmada;

/// <summary>
/// The way to a Karmada: by what its system has left of its address and credential, where the portal has installed it; else the
/// cluster is the API itself, under the account that the portal has in every cluster.
/// </summary>
internal sealed class ControlPlaneConnections(
    IDbContextFactory<PortalDbContext> contexts, ISystemOutputs outputs, KubeconfigScreening screening, IClusterConnections connections)
{
    private readonly ConcurrentDictionary<Guid, (string Kubeconfig, IKubernetes Client)> _installed = new();

    /// <summary>Pooled: do not dispose it.</summary>
    public async Task<IKubernetes> ConnectAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        if (await FindAsync(clusterId, cancellationToken) is not { } kubeconfig)
        {
            return await connections.ConnectAsync(clusterId, cancellationToken);
        }

        return _installed.AddOrUpdate(clusterId, _ => Connect(kubeconfig), (_, known) => known.Kubeconfig == kubeconfig ? known : Connect(kubeconfig)).Client;
    }

    private (string, IKubernetes) Connect(string kubeconfig) => (kubeconfig, connections.Connect(screening.Screen(kubeconfig, "")));

    private async Task<string?> FindAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var systems = await db.SystemMembers.Where(member => member.ClusterId == clusterId && member.Role == KarmadaAccess.Host)
            .Select(member => member.SystemId).ToListAsync(cancellationToken);
        foreach (var system in systems)
        {
            if (await outputs.FindAsync(system, clusterId, SystemSteps.KarmadaAccess, KarmadaAccess.Output, cancellationToken) is { } kubeconfig)
            {
                return kubeconfig;
            }
        }

        return null;
    }
}

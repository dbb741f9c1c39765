using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Sources;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Distribution;

/// <summary>Puts together what a step needs: rows, manifests and a client.</summary>
internal sealed class DeliveryLoader(IDbContextFactory<PortalDbContext> contexts, IClusterConnections connections, SecretProtector protector)
{
    /// <summary>Hides the secrets of the manifests in all that the step says.</summary>
    public async Task<ApplicationDelivery> LoadAsync(StepContext context, CancellationToken cancellationToken)
    {
        var parameters = context.Read<DeliveryOperation>();
        return await LoadAsync(parameters.ApplicationId, parameters.Revision, context.ClusterId, parameters.Replicas, context.Hide, cancellationToken)
            ?? throw ProblemException.NotFound($"The application {context.Component} does not exist", "It has been removed: nothing is left to do.");
    }

    /// <summary>Null when the application, its revision or the cluster is gone.</summary>
    /// <param name="revision">0 for none of its objects.</param>
    public async Task<ApplicationDelivery?> LoadAsync(
        Guid id, int revision, Guid clusterId, IReadOnlyDictionary<string, int> replicas, Action<string> hide, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == clusterId, cancellationToken);
        var stored = await db.ApplicationRevisions.AsNoTracking().SingleOrDefaultAsync(row => row.ApplicationId == id && row.Number == revision, cancellationToken);
        if (application is null || cluster is null || (stored is null && revision > 0))
        {
            return null;
        }

        var policy = stored?.Policy ?? new ApplicationPolicy();
        IReadOnlyList<ClusterItem> items = [];
        if (stored is not null)
        {
            var source = ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, stored.ProtectedSource));
            foreach (var secret in SourceSecrets.Of(source))
            {
                hide(secret);
            }

            items = ClusterManifest.Make(source, PlacementFleet.Of(cluster), policy, id, application.Name, replicas);
        }

        var client = await connections.ConnectAsync(clusterId, cancellationToken);
        return new ApplicationDelivery(id, application.Name, revision, policy.ConflictResolution, items, clusterId, cluster.Name, client);
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;
using Portal.Jobs.Distribution.Engines;
using Portal.Jobs.Distribution.Karmada;

namespace Portal.Jobs.Distribution;

/// <summary>Puts together what a step needs: rows, manifests and a client.</summary>
internal sealed class DeliveryLoader(IDbContextFactory<PortalDbContext> contexts, DirectEngine direct, KarmadaEngine karmada, SecretProtector protector)
{
    /// <summary>Hides the secrets of the manifests in all that the step says.</summary>
    public async Task<ApplicationDelivery> LoadAsync(StepContext context, CancellationToken cancellationToken)
    {
        var parameters = context.Read<DeliveryOperation>();
        var delivery = await LoadAsync(parameters.ApplicationId, parameters.Revision, context.ClusterId, parameters.Replicas, context.Hide, cancellationToken)
            ?? throw ProblemException.NotFound($"The application {context.Component} does not exist", "It has been removed: nothing is left to do.");
        return delivery with { Repairs = parameters.Repairs, WithContents = parameters.WithContents };
    }

    /// <summary>Null when the application, its revision or the cluster is gone.</summary>
    /// <param name="revision">0 for none of its objects.</param>
    public async Task<ApplicationDelivery?> LoadAsync(
        Guid id, int revision, Guid clusterId, IReadOnlyDictionary<string, int> replicas, Action<string> hide, CancellationToken cancellationToken)
    {
        if (await ReadAsync(id, revision, cancellationToken) is not { } read)
        {
            return null;
        }

        foreach (var secret in read.Source is { } source ? SourceSecrets.Of(source) : [])
        {
            hide(secret);
        }

        return await LoadAsync(read, clusterId, replicas, cancellationToken);
    }

    /// <summary>For all clusters: null when the application or its revision is gone.</summary>
    /// <param name="revision">0 for none of its objects.</param>
    public async Task<LoadedRevision?> ReadAsync(Guid id, int revision, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        var stored = await db.ApplicationRevisions.AsNoTracking().SingleOrDefaultAsync(row => row.ApplicationId == id && row.Number == revision, cancellationToken);
        if (application is null || (stored is null && revision > 0))
        {
            return null;
        }

        var source = stored is null ? null : ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, stored.ProtectedSource));
        return new LoadedRevision(id, application.Name, revision, stored?.Policy ?? new ApplicationPolicy(), source, application.ControlPlaneId);
    }

    /// <summary>For one cluster: null when it is gone.</summary>
    public async Task<ApplicationDelivery?> LoadAsync(
        LoadedRevision revision, Guid clusterId, IReadOnlyDictionary<string, int> replicas, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == clusterId, cancellationToken) is not { } cluster)
        {
            return null;
        }

        IDeliveryEngine engine = revision.ControlPlaneId is null ? direct : karmada;
        var items = revision.Source is { } source ? engine.Make(revision, source, cluster, replicas) : [];
        var client = await engine.ConnectAsync(clusterId, cancellationToken);
        return new ApplicationDelivery(
            revision.ApplicationId, revision.Application, revision.Number, revision.Policy.ConflictResolution, items, clusterId, cluster.Name, client, engine);
    }
}

/// <summary>A revision as it is stored, for all clusters that have it.</summary>
/// <param name="Number">0 for none of its objects.</param>
/// <param name="Source">Null for none.</param>
/// <param name="ControlPlaneId">The cluster by which the Karmada is reached that delivers it; null where the portal does.</param>
internal sealed record LoadedRevision(
    Guid ApplicationId, string Application, int Number, ApplicationPolicy Policy, ManifestSource? Source, Guid? ControlPlaneId)
{
    /// <summary>Without the source: it may hold secrets.</summary>
    public override string ToString() => $"{Application} ({Number})";
}

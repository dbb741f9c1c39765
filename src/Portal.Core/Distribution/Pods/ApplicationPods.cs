using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Sources;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Pods;

internal sealed class ApplicationPods(ActorContexts contexts, MemberPods pods, ClusterIdentities identities, SecretProtector protector) : IApplicationPods
{
    public async Task<WorkloadPods> LookAsync(WorkloadPlace place, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ViewApplications, cancellationToken);
        var owner = await FindAsync(db, place, cancellationToken);
        return await pods.LookAsync(place, owner.Cluster, await WhoAsync(owner, actor, cancellationToken), cancellationToken)
            ?? throw ProblemException.NotFound($"{place.Label} is not on {owner.Cluster}", "It was removed there, or was never made: deliver the application again.");
    }

    public async Task<ContainerLog> ReadLogAsync(WorkloadPlace place, ContainerRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var owner = await FindAsync(db, place, cancellationToken);
        var log = await pods.ReadLogAsync(place, request, owner.Cluster, await WhoAsync(owner, actor, cancellationToken), cancellationToken)
            ?? throw ProblemException.NotFound($"{place.Label} has no pod {request.Pod} on {owner.Cluster}", "It was replaced or removed meanwhile: look at its pods again.");
        var redactor = await RedactorAsync(db, place, owner.Revision, cancellationToken);
        return log with { Lines = [.. redactor.RedactLines(string.Join('\n', log.Lines))] };
    }

    /// <summary>As the person, where the cluster lets the portal do that; null for the portal's own account.</summary>
    private async Task<ClusterIdentity?> WhoAsync(Owner owner, Actor actor, CancellationToken cancellationToken) =>
        owner.IsBound && actor.Id != Guid.Empty ? await identities.OfAsync(actor, cancellationToken) : null;

    /// <summary>Only what the application has there is told: an application is no way to the rest of a cluster.</summary>
    private static async Task<Owner> FindAsync(PortalDbContext db, WorkloadPlace place, CancellationToken cancellationToken)
    {
        var found = await db.ApplicationObjects.AsNoTracking()
            .Where(row => row.ApplicationId == place.ApplicationId && row.ClusterId == place.ClusterId
                && row.Kind == place.Kind && row.Namespace == place.Namespace && row.Name == place.Name && (row.Group == "apps" || row.Group == "batch" || row.Group == ""))
            .Select(row => new Owner(row.Cluster!.Name, row.Revision, row.Cluster.PeopleBoundTo != null)).FirstOrDefaultAsync(cancellationToken);
        return WorkloadPlace.HasPods(place.Kind) && found is not null ? found : throw ProblemException.NotFound(
            $"There is no {place.Label} of the application on that cluster", "Pick a workload from the application's page.");
    }

    private async Task<Redactor> RedactorAsync(PortalDbContext db, WorkloadPlace place, int revision, CancellationToken cancellationToken)
    {
        var stored = await db.ApplicationRevisions.AsNoTracking().Where(row => row.ApplicationId == place.ApplicationId && row.Number == revision)
            .Select(row => row.ProtectedSource).SingleOrDefaultAsync(cancellationToken);
        var redactor = new Redactor();
        foreach (var secret in stored is null ? [] : SourceSecrets.Of(ManifestSource.Read(protector.Unprotect(SecretProtector.ApplicationSource, stored))))
        {
            redactor.Hide(secret);
        }

        return redactor;
    }

    private sealed record Owner(string Cluster, int Revision, bool IsBound);
}

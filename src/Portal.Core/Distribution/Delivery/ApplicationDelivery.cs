using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Sources;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Distribution.Delivery;

internal sealed class ApplicationDelivery(
    ActorContexts contexts, DeliveryWriter writer, SecretProtector protector) : IApplicationDelivery
{
    public async Task<Guid> DeliverAsync(Guid id, DeliverRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var application = await ReadAsync(db, id, cancellationToken);
        var number = request.Revision ?? application.LatestRevision;
        var revision = await db.ApplicationRevisions.AsNoTracking().SingleOrDefaultAsync(row => row.ApplicationId == id && row.Number == number, cancellationToken)
            ?? throw ProblemException.NotFound("There is no such revision", "Pick a revision from the application's history.");
        var what = $"The application {application.Name} cannot be delivered";
        var source = ManifestSource.Demand(protector.Unprotect(SecretProtector.ApplicationSource, revision.ProtectedSource), what);
        var plan = await DeliveryPlanner.PlanAsync(db, application.FleetId, id, source, revision.Policy, null, cancellationToken);
        if (plan.Preview.Refusals.Count > 0)
        {
            throw ProblemException.Conflict(what, string.Join(" ", plan.Preview.Refusals),
                "Look at the preview for the reason of each cluster, and change the placement or the clusters. Nothing was changed.");
        }

        if (plan.Preview.NeedsConfirmation is { } reason && request.ConfirmDeletions != plan.Preview.Deletions)
        {
            throw ProblemException.Conflict(what, reason,
                $"Look at the preview; if that is what you want, confirm the removal of {plan.Preview.Deletions} objects.", "confirmDeletions");
        }

        return await SaveAsync(db, application, await writer.DeliverAsync(db, application, revision, plan, request.Settings, actor, cancellationToken), cancellationToken);
    }

    public async Task<Guid> DeleteAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.ManageApplications, cancellationToken);
        var application = await ReadAsync(db, id, cancellationToken);
        if (confirm != application.Name)
        {
            throw ProblemException.Invalid($"The application {application.Name} was not removed", "Its name was not given to confirm it.",
                "Type the application's name.", "confirm");
        }

        return await SaveAsync(db, application, await writer.RemoveAsync(db, application, actor, cancellationToken), cancellationToken);
    }

    private static async Task<Application> ReadAsync(PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var application = await db.Applications.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) ?? throw ApplicationService.Unknown();
        await NamespaceApplications.DemandFreeAsync(db, application, cancellationToken);
        if (application.State is not (ApplicationState.Delivering or ApplicationState.Deleting))
        {
            await DemandAllSeenAsync(db, application, cancellationToken);
            return application;
        }

        throw ProblemException.Conflict($"The application {application.Name} is being changed",
            application.State == ApplicationState.Deleting ? "It is being removed." : "A delivery of it is running.",
            "Wait until the operation has ended, or cancel it.");
    }

    /// <summary>What has gone along with a cluster to another team would be left behind there.</summary>
    private static async Task DemandAllSeenAsync(PortalDbContext db, Application application, CancellationToken cancellationToken)
    {
        if (db.OwnTeams is null)
        {
            return;
        }

        var seen = await db.ApplicationClusters.CountAsync(row => row.ApplicationId == application.Id, cancellationToken);
        var all = await db.ApplicationClusters.IgnoreQueryFilters().CountAsync(row => row.ApplicationId == application.Id, cancellationToken);
        if (seen != all)
        {
            throw ProblemException.Conflict($"The application {application.Name} cannot be changed",
                $"It is also on {all - seen} clusters that have gone to another team.", "Ask a platform operator to deliver or remove it.");
        }
    }

    private static async Task<Guid> SaveAsync(PortalDbContext db, Application application, Operation operation, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return operation.Id;
        }
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.IsReferenceViolation())
        {
            throw ProblemException.Conflict($"The application {application.Name} has just been changed by somebody else",
                "Another operation was started at the same moment.", "Look at it, and try again.");
        }
    }
}

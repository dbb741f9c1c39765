using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Sources;
using Portal.Core.Namespaces.Requests;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>
/// Brings what was approved to clusters, by the application that the namespace owns, and takes it away again. In the caller's
/// transaction, under the locks of <see cref="NamespaceWork"/>.
/// </summary>
internal sealed class NamespaceDelivery(ApplicationRevisions revisions, DeliveryWriter writer, NamespaceHistory history, TimeProvider clock)
{
    private const string Subject = "The namespace cannot be delivered";
    private const int MaxObstacle = 2000;

    /// <summary>
    /// Adds a revision where the manifests are others by now, and starts its delivery. While another delivery runs that waits:
    /// <see cref="NamespaceKeeping"/> starts it after that.
    /// </summary>
    /// <returns>False when nothing was started.</returns>
    public async Task<bool> DeliverAsync(PortalDbContext db, TeamNamespace space, Actor actor, CancellationToken cancellationToken)
    {
        var rendered = await NamespaceRendering.RenderAsync(db, space.TeamId, space.Name, space.Approved!, cancellationToken);
        var source = ManifestSource.Demand(rendered.Content.Source, Subject);
        var application = await NamespaceApplications.LockAsync(db, space.Id, cancellationToken);
        if (application is null)
        {
            application = NamespaceApplications.Make(space, actor.Name, clock.GetUtcNow());
            db.Applications.Add(application);
        }

        var revision = await ReviseAsync(db, space, application, rendered, source, actor, cancellationToken);
        if (application.State is ApplicationState.Delivering or ApplicationState.Deleting)
        {
            return false;
        }

        var plan = await DeliveryPlanner.PlanAsync(db, space.FleetId, application.Id, source, revision.Policy, null, cancellationToken);
        space.Obstacle = Obstacle(plan);
        if (space.Obstacle.Length > 0)
        {
            return false;
        }

        // A cluster that is no longer chosen keeps what is in the namespace until somebody has confirmed its loss.
        plan = plan with { Leaving = [.. plan.Leaving.Where(row => space.Leaving.Contains(row.ClusterId))] };
        var operation = await writer.DeliverAsync(db, application, revision, plan, null, actor, cancellationToken, withContents: true);
        history.Add(db, space, NamespaceEventKind.Delivering, actor.Name, operationId: operation.Id);
        return true;
    }

    /// <summary>Brings what is delivered to clusters that are chosen by now, and do not have it. False when there is none, or another delivery runs.</summary>
    public async Task<bool> ExtendAsync(PortalDbContext db, TeamNamespace space, Actor actor, CancellationToken cancellationToken)
    {
        var application = await NamespaceApplications.LockAsync(db, space.Id, cancellationToken);
        if (application is not { State: ApplicationState.Delivered or ApplicationState.Failed, DeliveredRevision: { } number })
        {
            return false;
        }

        var revision = await db.ApplicationRevisions.AsNoTracking().SingleAsync(row => row.ApplicationId == application.Id && row.Number == number, cancellationToken);
        var plan = await DeliveryPlanner.PlanAsync(
            db, space.FleetId, application.Id, ManifestSource.Demand(revisions.Open(revision), Subject), revision.Policy, null, cancellationToken);
        if (plan.Preview.Refusals.Count > 0 || plan.Preview.Clusters.All(cluster => !cluster.In || plan.Rows.Any(row => row.ClusterId == cluster.ClusterId)))
        {
            return false;
        }

        var operation = await writer.ExtendAsync(db, application, plan, actor, cancellationToken);
        history.Add(db, space, NamespaceEventKind.Delivering, actor.Name, operationId: operation.Id);
        return true;
    }

    /// <summary>Removes it from all clusters, with all that is in it. One that was never delivered is forgotten at once.</summary>
    /// <returns>The operation, or null when none was needed.</returns>
    public async Task<Guid?> DeleteAsync(PortalDbContext db, TeamNamespace space, Actor actor, CancellationToken cancellationToken)
    {
        var application = await NamespaceApplications.LockAsync(db, space.Id, cancellationToken);
        if (application is null)
        {
            db.TeamNamespaces.Remove(space);
            return null;
        }

        if (application.State is ApplicationState.Delivering or ApplicationState.Deleting)
        {
            throw ProblemException.Conflict($"The namespace {space.Name} is being changed",
                application.State == ApplicationState.Deleting ? "It is being removed." : "A delivery of it is running.",
                "Wait until the operation has ended, or cancel it.");
        }

        var operation = await writer.RemoveAsync(db, application, actor, cancellationToken, withContents: true);
        space.DeletionOperationId = operation.Id;
        history.Add(db, space, NamespaceEventKind.Deleting, actor.Name, operationId: operation.Id);
        return operation.Id;
    }

    private async Task<ApplicationRevision> ReviseAsync(
        PortalDbContext db, TeamNamespace space, Application application, RenderedNamespace rendered, ManifestSource source, Actor actor,
        CancellationToken cancellationToken)
    {
        if (rendered.Hash == space.RenderedHash)
        {
            return await db.ApplicationRevisions.AsNoTracking()
                .SingleAsync(row => row.ApplicationId == application.Id && row.Number == application.LatestRevision, cancellationToken);
        }

        application.LatestRevision++;
        var revision = revisions.Make(application.Id, application.LatestRevision, rendered.Content, source, actor);
        db.ApplicationRevisions.Add(revision);
        space.RenderedHash = rendered.Hash;
        return revision;
    }

    private static string Obstacle(DeliveryPlan plan)
    {
        var told = string.Join(" ", plan.Preview.Refusals);
        return told.Length <= MaxObstacle ? told : told[..(MaxObstacle - 1)] + "…";
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Placement;
using Portal.Core.Namespaces.Delivery;
using Portal.Core.Namespaces.Rules;
using Portal.Core.Problems;

namespace Portal.Core.Namespaces;

/// <summary>
/// Projects namespaces to what lists and pages show, from a context over everything: a namespace may be on clusters of a
/// fleet that its team does not own. The caller has authorised.
/// </summary>
internal static class NamespaceReader
{
    private const int MostEvents = 500;
    private static readonly ObjectHealth[] Drift = [ObjectHealth.OutOfSync, ObjectHealth.Missing];

    /// <summary>In the order of <paramref name="ids"/>.</summary>
    public static async Task<IReadOnlyList<NamespaceSummary>> ListAsync(PortalDbContext db, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var rows = await db.TeamNamespaces.AsNoTracking().Where(row => ids.Contains(row.Id)).Select(row => new
        {
            Row = row,
            Team = db.Teams.Where(team => team.Id == row.TeamId).Select(team => new { team.Name, team.Slug }).First(),
            Fleet = db.Fleets.Where(fleet => fleet.Id == row.FleetId).Select(fleet => fleet.Name).First(),
            Application = db.Applications.Where(application => application.NamespaceId == row.Id).Select(application => new
            {
                application.State,
                application.StateReason,
                Clusters = application.Clusters.Count,
                Failed = application.Clusters.Count(cluster => cluster.State == ClusterDelivery.Failed),
                Drifted = db.ApplicationObjects.Count(item => item.ApplicationId == application.Id && Drift.Contains(item.Health)),
            }).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        var found = rows.ToDictionary(one => one.Row.Id, one =>
        {
            var (row, application) = (one.Row, one.Application);
            var state = StateOf(row, application?.State);
            return new NamespaceSummary(
                row.Id, row.Name, row.TeamId, one.Team.Name, one.Team.Slug, row.FleetId, one.Fleet, state, ReasonOf(row, state, application?.StateReason ?? ""), row.Ask,
                application?.Clusters ?? 0, application?.Failed ?? 0, application?.Drifted ?? 0, (row.Approved ?? row.Wanted).Spec.Quota,
                row.AskedById, row.AskedBy, row.ChangedById, row.ChangedBy, row.AskedAt, row.UpdatedAt, row.ExpiresAt, row.Version);
        });
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    public static async Task<NamespaceDetail> ReadAsync(PortalDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var summary = (await ListAsync(db, [id], cancellationToken)).SingleOrDefault() ?? throw Unknown();
        var row = await db.TeamNamespaces.AsNoTracking().SingleAsync(one => one.Id == id, cancellationToken);
        var application = await db.Applications.AsNoTracking().Where(one => one.NamespaceId == id)
            .Select(one => new { one.Id, one.LastOperationId, Owner = one.Fleet!.TeamId }).SingleOrDefaultAsync(cancellationToken);
        var sees = application is not null && AccessPolicy.AllowsIn(actor, Permission.ViewApplications, application.Owner);
        var events = await db.TeamNamespaceEvents.AsNoTracking().Where(one => one.NamespaceId == id).OrderBy(one => one.At).ThenBy(one => one.Id).Take(MostEvents)
            .Select(one => new NamespaceEventView(one.At, one.Kind, one.ActorName, one.Text, one.ContentHash, sees ? one.OperationId : null)).ToListAsync(cancellationToken);
        var manifests = await NamespaceRendering.RenderAsync(db, row.TeamId, row.Name, row.Wanted, cancellationToken);
        return new NamespaceDetail(
            summary, await ShowAsync(db, row.Wanted, cancellationToken), row.Approved is { } approved ? await ShowAsync(db, approved, cancellationToken) : null,
            row.ContentHash, row.Checks, row.ApprovedBy, row.ApprovedAt, row.Comment,
            application is null ? [] : await ClustersAsync(db, application.Id, row, cancellationToken),
            manifests.Content.Source, sees ? application!.Id : null, sees ? application!.LastOperationId : null, events);
    }

    /// <summary>With the slugs that teams have now.</summary>
    public static async Task<NamespaceSpec> ShowAsync(PortalDbContext db, NamespaceContent content, CancellationToken cancellationToken)
    {
        var slugs = content.Readers.Count == 0 ? []
            : await db.Teams.AsNoTracking().Where(team => content.Readers.Contains(team.Id)).OrderBy(team => team.Slug).Select(team => team.Slug).ToListAsync(cancellationToken);
        return content.Spec with { Members = content.Spec.Members with { ReadOnlyTeams = slugs } };
    }

    public static ProblemException Unknown() => ProblemException.NotFound("There is no such namespace");

    private static async Task<IReadOnlyList<NamespaceClusterView>> ClustersAsync(
        PortalDbContext db, Guid applicationId, TeamNamespace space, CancellationToken cancellationToken)
    {
        var rows = await db.ApplicationClusters.AsNoTracking().Where(row => row.ApplicationId == applicationId).Include(row => row.Cluster)
            .OrderBy(row => row.Cluster!.Name).ToListAsync(cancellationToken);
        var problems = (await db.ApplicationObjects.AsNoTracking().Where(item => item.ApplicationId == applicationId && item.Health != ObjectHealth.Ready)
            .OrderBy(item => item.Kind).ThenBy(item => item.Name).ToListAsync(cancellationToken)).ToLookup(item => item.ClusterId);
        var chosen = NamespaceSelection.Choose(space.Approved!.Spec.Placement, rows.Where(row => row.Cluster!.FleetId == space.FleetId)
            .Select(row => new PlacementCluster { Name = row.Cluster!.Name, Labels = row.Cluster.Labels })).Select(cluster => cluster.Name).ToHashSet();
        return
        [
            .. rows.Select(row => new NamespaceClusterView(
                row.ClusterId, row.Cluster!.Name, row.Cluster.Region, row.State, row.Reason, chosen.Contains(row.Cluster.Name), row.CheckedAt,
                [.. problems[row.ClusterId].Where(item => item.HealthSince is not null).Select(item => new NamespaceObjectView(item.Label, item.Health, item.HealthReason))])),
        ];
    }

    private static NamespaceState StateOf(TeamNamespace row, ApplicationState? application) => (row, application) switch
    {
        ({ DeletionOperationId: not null }, _) => NamespaceState.Deleting,
        (_, ApplicationState.Delivering) => NamespaceState.Delivering,
        (_, ApplicationState.Delivered) => NamespaceState.Delivered,
        (_, ApplicationState.Deleting) => NamespaceState.Deleting,
        (_, not null) => NamespaceState.Failed,
        ({ Ask: AskState.Waiting }, _) => NamespaceState.Waiting,
        ({ Ask: AskState.Withdrawn }, _) => NamespaceState.Withdrawn,
        ({ Ask: AskState.Expired }, _) => NamespaceState.Expired,
        _ => NamespaceState.Refused,
    };

    private static string ReasonOf(TeamNamespace row, NamespaceState state, string application) =>
        state is NamespaceState.Refused or NamespaceState.Withdrawn or NamespaceState.Expired or NamespaceState.Waiting ? row.Reason
        : row.Obstacle.Length > 0 ? row.Obstacle : application;
}

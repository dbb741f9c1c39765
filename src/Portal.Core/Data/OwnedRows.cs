using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Core.Distribution.Previews;
using Portal.Core.Distribution.Rebalance;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;
using Portal.Core.Teams;

namespace Portal.Core.Data;

/// <summary>Which of some changed rows belong to the teams of a context: a question for each kind of owner, however many rows there are.</summary>
internal sealed class OwnedRows
{
    private readonly Guid[] _teams;
    private readonly HashSet<Guid> _fleets;
    private readonly HashSet<Guid> _clusters;
    private readonly HashSet<Guid> _applications;
    private readonly HashSet<Guid> _operations;

    private OwnedRows(Guid[] teams, HashSet<Guid> fleets, HashSet<Guid> clusters, HashSet<Guid> applications, HashSet<Guid> operations) =>
        (_teams, _fleets, _clusters, _applications, _operations) = (teams, fleets, clusters, applications, operations);

    public static async Task<OwnedRows> FindAsync(PortalDbContext db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        var owners = changed.Select(entry => OwnersOf(entry.Entity)).Where(owner => owner is not null).Select(owner => owner!).ToList();
        var added = changed.Where(entry => entry.State == EntityState.Added).Select(entry => entry.Entity).ToList();

        // What is added in the same save is looked at itself.
        return new OwnedRows(
            db.OwnTeams!,
            await SeenAsync(db.Fleets.Select(row => row.Id), Ids(owners.Select(owner => owner.Fleet)), cancellationToken),
            await SeenAsync(db.Clusters.Select(row => row.Id), Ids(owners.Select(owner => owner.Cluster)), cancellationToken),
            [.. await SeenAsync(db.Applications.Select(row => row.Id), Ids(owners.Select(owner => owner.Application)), cancellationToken),
                .. added.OfType<Application>().Select(row => row.Id)],
            [.. await SeenAsync(db.Operations.Select(row => row.Id), Ids(owners.Select(owner => owner.Operation)), cancellationToken),
                .. added.OfType<Operation>().Select(row => row.Id)]);
    }

    /// <summary>True for a row of these teams. What is not named in <see cref="OwnersOf"/> is written by no role in a team.</summary>
    public bool Holds(EntityEntry entry) => OwnersOf(entry.Entity) is { } owner
        ? Is(owner.Team, _teams.Contains) && Is(owner.Fleet, _fleets.Contains) && Is(owner.Cluster, _clusters.Contains)
            && Is(owner.Application, _applications.Contains) && Is(owner.Operation, _operations.Contains)
        : entry.Metadata.IsOwned();

    private static RowOwners? OwnersOf(object entity) => entity switch
    {
        TeamMember member => new(Team: member.TeamId),
        Fleet fleet => new(Team: fleet.TeamId),
        Cluster cluster => new(Fleet: cluster.FleetId),
        Operation { ClusterId: { } id } => new(Cluster: id),
        Operation { FleetId: { } id } => new(Fleet: id),
        OperationStep step => new(Operation: step.OperationId),
        OperationLogLine line => new(Operation: line.OperationId),
        RolloutChange change => new(Operation: change.RolloutId, Cluster: change.ClusterId),
        RolloutWave wave => new(Operation: wave.RolloutId),
        Application application => new(Fleet: application.FleetId, Cluster: application.ControlPlaneId),
        ApplicationRevision revision => new(Application: revision.ApplicationId),
        ApplicationSource source => new(Application: source.ApplicationId),
        ApplicationCluster row => new(Application: row.ApplicationId, Cluster: row.ClusterId),
        ApplicationEviction row => new(Application: row.ApplicationId, Cluster: row.ClusterId),
        ApplicationProposal row => new(Application: row.ApplicationId),
        ApplicationPreview preview => new(Application: preview.ApplicationId, Fleet: preview.FleetId),
        _ => null,
    };

    private static bool Is(Guid? id, Func<Guid, bool> isOwn) => id is not { } owner || isOwn(owner);

    private static List<Guid> Ids(IEnumerable<Guid?> ids) => [.. ids.OfType<Guid>().Distinct()];

    private static async Task<HashSet<Guid>> SeenAsync(IQueryable<Guid> rows, List<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? [] : [.. await rows.Where(id => ids.Contains(id)).ToListAsync(cancellationToken)];

    /// <summary>What must be the teams' own for a row to be; null where it does not matter.</summary>
    private sealed record RowOwners(Guid? Team = null, Guid? Fleet = null, Guid? Cluster = null, Guid? Application = null, Guid? Operation = null);
}

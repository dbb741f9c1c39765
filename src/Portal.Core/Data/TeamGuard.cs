using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Core.Clusters;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Teams;

namespace Portal.Core.Data;

/// <summary>
/// Lets a context of <see cref="TeamModel"/> write only what its teams own, before and after the change. Queries cannot
/// reach a row of another team; this keeps a row from being added to one, or given away.
/// </summary>
internal sealed class TeamGuard : SaveChangesInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        throw new NotSupportedException("The portal saves asynchronously.");

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var db = (PortalDbContext)eventData.Context!;
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList())
        {
            if (!await IsOwnAsync(db, entry, cancellationToken))
            {
                throw ProblemException.Forbidden(
                    "The change was refused", "It is about something that none of your teams owns.", "Choose something that your team owns.");
            }
        }

        return result;
    }

    // What is not named here is written by no role in a team.
    private static async Task<bool> IsOwnAsync(PortalDbContext db, EntityEntry entry, CancellationToken cancellationToken) => entry.Entity switch
    {
        TeamMember member => db.OwnTeams!.Contains(member.TeamId),
        Fleet fleet => db.OwnTeams!.Contains(fleet.TeamId),
        Cluster cluster => await db.Fleets.AnyAsync(fleet => fleet.Id == cluster.FleetId, cancellationToken),
        Operation { ClusterId: { } id } => await db.Clusters.AnyAsync(cluster => cluster.Id == id, cancellationToken),
        Operation { FleetId: { } id } => await db.Fleets.AnyAsync(fleet => fleet.Id == id, cancellationToken),
        OperationStep step => IsOfAdded(db, step.OperationId) || await db.Operations.AnyAsync(operation => operation.Id == step.OperationId, cancellationToken),
        OperationLogLine line => IsOfAdded(db, line.OperationId) || await db.Operations.AnyAsync(operation => operation.Id == line.OperationId, cancellationToken),
        _ => entry.Metadata.IsOwned(),
    };

    // Its operation is checked in the same save.
    private static bool IsOfAdded(PortalDbContext db, Guid operationId) =>
        db.ChangeTracker.Entries<Operation>().Any(entry => entry.State == EntityState.Added && entry.Entity.Id == operationId);
}

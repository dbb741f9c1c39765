using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Core.Problems;

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
        var changed = db.ChangeTracker.Entries().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        var owned = await OwnedRows.FindAsync(db, changed, cancellationToken);
        return changed.TrueForAll(owned.Holds)
            ? result
            : throw ProblemException.Forbidden(
                "The change was refused", "It is about something that none of your teams owns.", "Choose something that your team owns.");
    }
}

using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Data;

/// <summary>Brings the schema up to date.</summary>
public sealed class PortalDatabase(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>Applies what is missing. Safe to call from many processes at once: EF holds a lock in the database.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}

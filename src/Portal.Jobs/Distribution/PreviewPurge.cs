using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution;

/// <summary>Deletes previews that have expired, with their objects.</summary>
internal sealed class PreviewPurge(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IRecurringJob
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ApplicationPreviews.Where(preview => preview.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
    }
}

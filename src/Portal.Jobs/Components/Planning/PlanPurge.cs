using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Planning;

/// <summary>Deletes plans a week after they expired, with what was kept of their manifests.</summary>
internal sealed class PlanPurge(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IRecurringJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ComponentPlans.Where(plan => plan.ExpiresAt < oldest).ExecuteDeleteAsync(cancellationToken);
    }
}

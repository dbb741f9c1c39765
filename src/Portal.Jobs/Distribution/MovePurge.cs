using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Rebalance;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution;

/// <summary>Forgets moves and proposals that ended long ago. Their operations are kept as long as any.</summary>
internal sealed class MovePurge(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IRecurringJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow() - Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ApplicationEvictions.Where(row => row.EndedAt < oldest).ExecuteDeleteAsync(cancellationToken);
        await db.ApplicationProposals.Where(row => row.CreatedAt < oldest && row.State != ProposalState.Open && row.State != ProposalState.Applying)
            .ExecuteDeleteAsync(cancellationToken);
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>Asks for a sync of each source whose time has come: one statement, whatever their number.</summary>
internal sealed class SourcePoll(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : IRecurringJob
{
    /// <summary>One whose sync ends without a word comes again then.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMinutes(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? again = now + Floor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ApplicationSources.Where(row => row.DueAt <= now && row.State != PlanState.Checking)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PlanState.Checking).SetProperty(row => row.AskedAt, now).SetProperty(row => row.DueAt, again), cancellationToken);
    }
}

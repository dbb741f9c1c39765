using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Rebalance;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution.Rebalance;

/// <summary>Looks for better placements of the applications whose time has come, some at a time.</summary>
internal sealed class RebalanceSweep(
    RebalanceLook look, IDbContextFactory<PortalDbContext> contexts, TimeProvider clock, ILogger<RebalanceSweep> logger) : IRecurringJob
{
    private const int AtOnce = 20;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var application in await DueAsync(cancellationToken))
        {
            try
            {
                await look.RunAsync(application, cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                // One that cannot be looked at now does not hold up the others.
                MoveLog.Failed(logger, error, application);
            }
        }
    }

    private async Task<List<Guid>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Applications.AsNoTracking()
            .Where(row => row.RebalanceDueAt <= now && row.State == ApplicationState.Delivered && row.ControlPlaneId == null)
            .OrderBy(row => row.RebalanceDueAt).Take(AtOnce).Select(row => row.Id).ToListAsync(cancellationToken);
    }
}

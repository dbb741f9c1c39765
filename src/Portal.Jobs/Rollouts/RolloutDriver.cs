using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Operations;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Rollouts;

/// <summary>
/// Takes all running rollouts forward whenever an operation changes, in the one worker that holds the lock. A rollout holds
/// no worker while its changes run, and all it knows is in the database: another worker goes on when this one dies.
/// </summary>
internal sealed class RolloutDriver(
    RolloutStep step,
    EventStream events,
    NpgsqlDataSource dataSource,
    IDbContextFactory<PortalDbContext> contexts,
    TimeProvider clock,
    ILogger<RolloutDriver> logger) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DriveWhileLockedAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                RolloutLog.DriveFailed(logger, exception);
            }

            await Task.Delay(Sweep, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task DriveWhileLockedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (!await AdvisoryLock.TryTakeAsync(connection, "rollouts", cancellationToken))
        {
            return;
        }

        using var changes = events.Subscribe([Topics.Operation]);
        while (true)
        {
            await DriveAllAsync(cancellationToken);

            // A burst of changes is looked at once; without any, a look all the same, and the lock is still held.
            await Task.Delay(Pause, clock, cancellationToken);
            await changes.WaitAsync(Sweep, clock, cancellationToken);
            await AdvisoryLock.ProbeAsync(connection, cancellationToken);
        }
    }

    private async Task DriveAllAsync(CancellationToken cancellationToken)
    {
        foreach (var rollout in await ReadRunningAsync(cancellationToken))
        {
            try
            {
                await step.TakeAsync(rollout, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                // One that cannot go on now does not hold up the others.
                RolloutLog.StepFailed(logger, exception, rollout);
            }
        }
    }

    private async Task<List<Guid>> ReadRunningAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.AsNoTracking()
            .Where(operation => operation.State == OperationState.Running && OperationKinds.Rollouts.Contains(operation.Kind))
            .OrderBy(operation => operation.Id).Select(operation => operation.Id).ToListAsync(cancellationToken);
    }
}

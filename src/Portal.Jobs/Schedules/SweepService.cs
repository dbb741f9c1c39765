using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Jobs.Schedules;

/// <summary>
/// Runs a sweep in the one worker that holds its PostgreSQL advisory lock. The lock lives as long as its connection: a
/// worker that dies leaves the sweep to another at once.
/// </summary>
internal sealed class SweepService<T>(
    SweepPlan plan, NpgsqlDataSource dataSource, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SweepService<T>> logger)
    : BackgroundService
    where T : class, IRecurringJob
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepWhileLockedAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                JobLog.SweepFailed(logger, exception, plan.Id);
            }

            await Task.Delay(Retry * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SweepWhileLockedAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        if (!await AdvisoryLock.TryTakeAsync(connection, "sweep/" + plan.Id, cancellationToken))
        {
            return;
        }

        while (true)
        {
            await RunOnceAsync(cancellationToken);
            await Task.Delay(plan.Pause, clock, cancellationToken);
            await AdvisoryLock.ProbeAsync(connection, cancellationToken);
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<T>().RunAsync(cancellationToken);
    }
}

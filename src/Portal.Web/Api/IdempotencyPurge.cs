using Npgsql;
using Portal.Core.Access;

namespace Portal.Web.Api;

/// <summary>Forgets old answers once an hour.</summary>
internal sealed partial class IdempotencyPurge(Idempotency known, TimeProvider clock, ILogger<IdempotencyPurge> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await known.PurgeAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                LogFailed(exception);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old idempotency keys were not deleted; the next hour tries again")]
    private partial void LogFailed(Exception exception);
}

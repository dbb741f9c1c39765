using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Secrets;

namespace Portal.Jobs;

/// <summary>
/// Waits until the database answers and has the portal's tables, before anything else of the worker starts, and looks
/// whether the master key opens the key ring. The worker migrates only where Database:Migrate says so: in a deployment the
/// web process, or a job of its own, does.
/// </summary>
internal sealed partial class DatabaseWait(
    NpgsqlDataSource dataSource, PortalDatabase database, KeyRingCheck keyRing, IConfiguration configuration, TimeProvider clock, ILogger<DatabaseWait> logger)
    : IHostedLifecycleService
{
    public const string MigrateKey = "Database:Migrate";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                if (configuration.GetValue<bool>(MigrateKey))
                {
                    await database.MigrateAsync(cancellationToken);
                }

                await using var command = dataSource.CreateCommand("SELECT 1 FROM operations LIMIT 1");
                await command.ExecuteScalarAsync(cancellationToken);
                await keyRing.DemandAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                if (tries % 10 == 0)
                {
                    LogWaiting(logger, exception.Message);
                }
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Waiting for the portal's database and its tables: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}

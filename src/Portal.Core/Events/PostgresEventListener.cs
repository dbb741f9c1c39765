using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Events;

/// <summary>
/// Listens on one connection of its own to every handler's channel, for as long as the process lives. A connection that
/// breaks, or does not answer in time, is replaced after a back-off with jitter.
/// </summary>
internal sealed partial class PostgresEventListener(
    NpgsqlDataSource dataSource, IEnumerable<INotificationHandler> handlers, TimeProvider clock, ILogger<PostgresEventListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan Keepalive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, INotificationHandler> _handlers = handlers.ToDictionary(handler => handler.Channel);
    private bool _connectedBefore;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested; failures++)
        {
            try
            {
                await ListenAsync(() => failures = 0, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogBroken(logger, exception, failures);
            }

            var pause = Math.Min(LongestPause.TotalSeconds, ShortestPause.TotalSeconds * Math.Pow(2, Math.Min(failures, 10)));
            await Task.Delay(TimeSpan.FromSeconds(pause * (0.5 + Random.Shared.NextDouble())), clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(Action connected, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += OnNotification;
        await using (var listen = new NpgsqlCommand(string.Join("; ", _handlers.Keys.Select(channel => $"LISTEN {channel}")), connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        // Only now: whoever re-reads after this cannot miss a change that comes later.
        foreach (var handler in _handlers.Values)
        {
            handler.OnConnected(_connectedBefore);
        }

        _connectedBefore = true;
        connected();
        while (true)
        {
            if (!await connection.WaitAsync(Keepalive, cancellationToken))
            {
                await using var probe = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 5 };
                await probe.ExecuteScalarAsync(cancellationToken);
            }
        }
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs notification)
    {
        if (!_handlers.TryGetValue(notification.Channel, out var handler))
        {
            return;
        }

        try
        {
            handler.OnNotified(notification.Payload);
        }
        catch (Exception exception)
        {
            // One bad notification must not cost all the others.
            LogHandlerFailed(logger, exception, notification.Channel);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The connection that listens for changes is broken ({Failures} in a row); it is made again")]
    private static partial void LogBroken(ILogger logger, Exception exception, int failures);

    [LoggerMessage(LogLevel.Error, "A notification on {Channel} could not be handled")]
    private static partial void LogHandlerFailed(ILogger logger, Exception exception, string channel);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Clusters.Health;

/// <summary>
/// Says Unknown of clusters that nobody has looked at for long after they were due: their last state may be wrong by now,
/// and must not be shown as if it held. Runs in every process, web ones too, as it is the workers that may be gone. In the
/// database and not where states are read, so that filters, counts and history agree, and open pages are told.
/// </summary>
internal sealed partial class OverdueClusters(NpgsqlDataSource dataSource, TimeProvider clock, ILogger<OverdueClusters> logger) : BackgroundService
{
    /// <summary>After a look was due. Together with the pause between two looks, about three minutes after the last.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    // Two processes at once: the second finds the state changed already, and writes no second line of history.
    private const string Sql =
        """
        WITH overdue AS (
            UPDATE clusters AS c SET
                state = 'Unknown',
                state_since = @now,
                candidate_state = NULL,
                state_reason = 'Nobody has looked at it since '
                    || coalesce(to_char(c.last_checked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), to_char(c.next_check_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'))
                    || ' UTC: no worker runs, or the workers cannot keep up. It was ' || c.state || ' then.'
            FROM clusters AS before
            WHERE before.id = c.id AND c.state IN ('Healthy', 'Degraded', 'Unreachable') AND c.next_check_at < @limit
            RETURNING c.id, before.state AS was, c.state_reason AS reason)
        INSERT INTO cluster_health_events (id, cluster_id, at, "from", "to", reason)
        SELECT gen_random_uuid(), id, @now, was, 'Unknown', reason FROM overdue
        """;

    /// <summary>Returns how many clusters became Unknown.</summary>
    internal async Task<int> MarkAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("limit", now - Grace);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The pause comes first: a portal that was stopped for a while looks at its clusters itself in that time.
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryMarkAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryMarkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var marked = await MarkAsync(cancellationToken);
            if (marked > 0)
            {
                LogMarked(marked);
            }
        }
        catch (NpgsqlException exception)
        {
            LogFailed(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} clusters have not been looked at for minutes after they were due: they are Unknown now. Start a worker, or more of them")]
    private partial void LogMarked(int count);

    [LoggerMessage(LogLevel.Warning, "Overdue clusters could not be marked; the next turn tries again")]
    private partial void LogFailed(Exception exception);
}

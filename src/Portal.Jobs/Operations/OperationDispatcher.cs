using Hangfire;
using Hangfire.Common;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Events;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Operations;

/// <summary>
/// Enqueues a job for each operation that can run and has none: queued with nothing before it on its target, or left behind
/// by a worker whose lease ran out. Looks when an operation changes, and every few seconds in any case. Any number of workers
/// may do so at once.
/// </summary>
internal sealed class OperationDispatcher(
    NpgsqlDataSource dataSource,
    IServiceProvider services,
    EventStream events,
    IOptions<OperationsOptions> options,
    TimeProvider clock,
    ILogger<OperationDispatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int Batch = 100;

    // A job that was taken by a worker which died before it took the lease is enqueued again after twice a lease.
    private const string Claim =
        """
        UPDATE operations SET enqueued_at = clock_timestamp() WHERE id IN (
            SELECT id FROM operations AS mine
            WHERE (enqueued_at IS NULL OR enqueued_at < clock_timestamp() - @patience
                    OR (state = 'Running' AND enqueued_at < lease_until))
                AND ((state = 'Running' AND lease_until < clock_timestamp())
                    OR (state = 'Queued' AND NOT EXISTS (
                        SELECT 1 FROM operations AS other
                        WHERE other.target_key = mine.target_key AND other.id <> mine.id AND (other.state = 'Running'
                            OR (other.state = 'Queued' AND (other.created_at, other.id) < (mine.created_at, mine.id))))))
            ORDER BY created_at LIMIT @batch FOR UPDATE SKIP LOCKED)
        RETURNING id
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var changes = events.Subscribe([Topics.Operation]);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await DispatchAsync(stoppingToken) == Batch)
                {
                }

                await Task.Delay(Pause, clock, stoppingToken);
                await changes.WaitAsync(Sweep * (0.8 + (Random.Shared.NextDouble() * 0.4)), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                OperationsLog.DispatchFailed(logger, exception);
                await Task.Delay(Sweep, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>
    /// Enqueues before it commits: a crash in between enqueues twice, which does no harm, and never not at all. A job that is
    /// picked up earlier than the commit waits for the row.
    /// </summary>
    private async Task<int> DispatchAsync(CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var ids = new List<Guid>();
        await using (var command = new NpgsqlCommand(Claim, connection, transaction))
        {
            command.Parameters.AddWithValue("batch", Batch);
            command.Parameters.AddWithValue("patience", options.Value.Lease * 2);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                ids.Add(reader.GetGuid(0));
            }
        }

        // Asked for when it is needed: making Hangfire's storage needs the database.
        var jobs = services.GetRequiredService<IBackgroundJobClientV2>();
        foreach (var id in ids)
        {
            jobs.Create(Job.FromExpression<OperationJob>(job => job.RunAsync(id)), new EnqueuedState(JobQueues.Operations));
        }

        await transaction.CommitAsync(cancellationToken);
        return ids.Count;
    }
}

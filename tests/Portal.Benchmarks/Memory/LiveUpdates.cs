using System.Diagnostics;
using Portal.Benchmarks.Running;
using Portal.Core.Operations;

namespace Portal.Benchmarks.Memory;

/// <summary>
/// What happens to a fleet of 5,000 clusters in an hour, as the worker writes it: batches of health checks with their
/// notification, clusters whose figures changed, and lines of a running operation's log.
/// </summary>
internal sealed class LiveUpdates(Estate estate, Guid operation)
{
    /// <summary>One each two seconds, for an hour.</summary>
    public const int SweepsAnHour = 1800;

    public const int ClustersASweep = 4;
    public const int LinesASweep = 5;

    public int Sweeps { get; private set; }

    /// <summary>A running operation whose log grows.</summary>
    public static async Task<Guid> BeginAsync(Estate estate)
    {
        var id = Guid.CreateVersion7();
        await using var command = estate.DataSource.CreateCommand(
            """
            INSERT INTO operations (id, kind, target_key, target_name, state, actor_id, actor_name, created_at, started_at, time_limit, attempt, lease_generation, lease_until, enqueued_at)
            VALUES ($1, $2, 'cluster/bench', 'bench', 'Running', $1, 'bench', now(), now(), interval '1 day', 1, 1, now() + interval '1 day', now());
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(OperationKinds.JoinCluster);
        await command.ExecuteNonQueryAsync();
        await using var step = estate.DataSource.CreateCommand(
            """
            INSERT INTO operation_steps (id, operation_id, ordinal, name, state, attempts, started_at, time_limit, message)
            VALUES (gen_random_uuid(), $1, 0, $2, 'Running', 1, now(), interval '1 day', '')
            """);
        step.Parameters.AddWithValue(id);
        step.Parameters.AddWithValue(StepNames.CheckCluster);
        await step.ExecuteNonQueryAsync();
        return id;
    }

    /// <summary>Writes <paramref name="sweeps"/> batches evenly over <paramref name="span"/>.</summary>
    public async Task RunAsync(int sweeps, TimeSpan span)
    {
        var start = Stopwatch.GetTimestamp();
        for (var sweep = 0; sweep < sweeps; sweep++)
        {
            await WriteAsync();
            Sweeps++;
            var wait = (span * (sweep + 1) / sweeps) - Stopwatch.GetElapsedTime(start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait);
            }
        }
    }

    private async Task WriteAsync()
    {
        await using var batch = estate.DataSource.CreateBatch();
        batch.BatchCommands.Add(new("UPDATE clusters SET last_seen_at = now(), last_checked_at = now() WHERE id IN (SELECT id FROM clusters ORDER BY last_checked_at LIMIT 160)"));
        batch.BatchCommands.Add(new($"UPDATE clusters SET cpu_requested = cpu_requested + 1 WHERE id IN (SELECT id FROM clusters ORDER BY random() LIMIT {ClustersASweep})"));
        var lines = new Npgsql.NpgsqlBatchCommand(
            $"""
            INSERT INTO operation_log (operation_id, step, at, level, text)
            SELECT $1, 0, clock_timestamp() + n * interval '1 microsecond', 'Info', 'line ' || n || ' of a log: the image of pod volcano-scheduler-7c6c is being pulled'
            FROM generate_series(1, {LinesASweep}) AS n
            """);
        lines.Parameters.AddWithValue(operation);
        batch.BatchCommands.Add(lines);
        batch.BatchCommands.Add(new("SELECT pg_notify('portal', 'sweep:' || gen_random_uuid())"));
        await batch.ExecuteNonQueryAsync();
    }
}

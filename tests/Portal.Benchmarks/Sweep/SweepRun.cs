using System.Diagnostics;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;

namespace Portal.Benchmarks.Sweep;

/// <summary>One sweep: every cluster made due at once, and when each was observed.</summary>
/// <param name="Seconds">Until the last was observed and written.</param>
/// <param name="Healthy">Milliseconds from the start until each living cluster was observed.</param>
/// <param name="WorkerCpu">Processor seconds of the worker.</param>
internal sealed record SweepRun(double Seconds, Samples Healthy, double WorkerCpu)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public static async Task<SweepRun> TakeAsync(Estate estate, int worker, IReadOnlySet<string> dead)
    {
        var cpu = ProcessFigures.CpuSeconds(worker);
        var clock = Stopwatch.StartNew();
        await using var due = estate.DataSource.CreateCommand("UPDATE clusters SET next_check_at = now() RETURNING now()");
        var begun = (DateTime)(await due.ExecuteScalarAsync())!;
        await using var count = estate.DataSource.CreateCommand("SELECT count(*) FROM clusters WHERE last_checked_at IS NULL OR last_checked_at < $1");
        count.Parameters.AddWithValue(begun);
        long left;
        while ((left = (long)(await count.ExecuteScalarAsync())!) > 0)
        {
            if (clock.Elapsed > Limit)
            {
                throw new InvalidOperationException($"The sweep has not ended within {Limit}: {left} clusters were not observed. The worker's log says why.");
            }

            await Task.Delay(Look);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        await using var read = estate.DataSource.CreateCommand("SELECT name, extract(epoch FROM last_checked_at - $1)::float8 * 1000 FROM clusters");
        read.Parameters.AddWithValue(begun);
        await using var reader = await read.ExecuteReaderAsync();
        List<double> healthy = [];
        while (await reader.ReadAsync())
        {
            if (!dead.Contains(reader.GetString(0)))
            {
                healthy.Add(reader.GetDouble(1));
            }
        }

        return new SweepRun(seconds, new Samples(healthy), ProcessFigures.CpuSeconds(worker) - cpu);
    }
}

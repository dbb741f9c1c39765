using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Monitoring.Rollups;

namespace Portal.Jobs.Monitoring;

/// <summary>The partitions of what is kept: a day of samples each, a month of hours each.</summary>
internal sealed class RollupPartitions(NpgsqlDataSource dataSource, IOptions<RollupOptions> options, TimeProvider time)
{
    private const string Samples = "rollup_samples";
    private const string Hours = "rollup_hours";
    private const int DaysAhead = 2;

    /// <summary>Makes those that are written to now or soon, and were not made yet.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var there = (await ListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var first = DateOnly.FromDateTime((now - options.Value.Backfill).UtcDateTime).AddDays(-1);
        var last = DateOnly.FromDateTime(now.UtcDateTime).AddDays(DaysAhead);
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            await MakeAsync(there, Samples, NameOf(Samples, day), day, day.AddDays(1), cancellationToken);
            var month = new DateOnly(day.Year, day.Month, 1);
            await MakeAsync(there, Hours, NameOf(Hours, month), month, month.AddMonths(1), cancellationToken);
        }
    }

    /// <summary>Drops those that are older than is kept, as a whole: no row is deleted. Returns their names.</summary>
    public async Task<IReadOnlyList<string>> DropAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var day = NameOf(Samples, DateOnly.FromDateTime((now - options.Value.KeepSamples).UtcDateTime));
        var month = NameOf(Hours, DateOnly.FromDateTime(now.UtcDateTime).AddMonths(-options.Value.KeepHoursMonths));
        var old = (await ListAsync(cancellationToken)).Where(name => IsBefore(name, day, Samples) || IsBefore(name, month, Hours)).ToList();
        foreach (var name in old)
        {
            // Who reads holds it up for a moment; who does so for long must not hold up all others behind this.
            await RunAsync($"SET LOCAL lock_timeout = '5s'; DROP TABLE IF EXISTS {name}", cancellationToken);
        }

        return old;
    }

    private async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand(
            "SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent IN ('rollup_samples'::regclass, 'rollup_hours'::regclass) ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private async Task MakeAsync(HashSet<string> there, string table, string name, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        if (!there.Add(name))
        {
            return;
        }

        try
        {
            await RunAsync($"SET LOCAL lock_timeout = '5s'; CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table} FOR VALUES FROM ('{from:yyyy-MM-dd} 00:00+00') TO ('{to:yyyy-MM-dd} 00:00+00')", cancellationToken);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.UniqueViolation)
        {
            // Another worker made it in the same moment.
        }
    }

    private async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string NameOf(string table, DateOnly day) => $"{table}_{day.ToString(table == Hours ? "yyyyMM" : "yyyyMMdd", CultureInfo.InvariantCulture)}";

    private static bool IsBefore(string name, string limit, string table) =>
        name.StartsWith(table + "_", StringComparison.Ordinal) && string.CompareOrdinal(name, limit) < 0;
}

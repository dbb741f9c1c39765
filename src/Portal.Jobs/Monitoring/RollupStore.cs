using Npgsql;
using NpgsqlTypes;
using Portal.Core.Monitoring.Queries;

namespace Portal.Jobs.Monitoring;

/// <summary>
/// Writes what clusters told. All of one cluster is one transaction, under a lock on how far it was known: a worker that dies
/// leaves nothing, and two of them never write the same time twice.
/// </summary>
internal sealed class RollupStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    public async Task<Dictionary<string, DateTimeOffset?>> ReadProgressAsync(Guid clusterId, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT query, collected_to FROM rollup_progress WHERE cluster_id = @cluster");
        command.Parameters.AddWithValue("cluster", clusterId);
        return await ReadAsync(command, cancellationToken);
    }

    public async Task SaveAsync(QueryMember cluster, IReadOnlyList<RollupResult> results, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var current = await LockAsync(connection, cluster.Id, results, cancellationToken);
        if (current is null)
        {
            return;
        }

        var valid = results.Where(result => current.GetValueOrDefault(result.Query) == result.From).ToList();
        var ids = await new RollupSeriesIds(connection).EnsureAsync(cluster, valid, time.GetUtcNow(), cancellationToken);
        await CopyAsync(connection, ids, valid, cancellationToken);
        await SumUpAsync(connection, ids, valid, cancellationToken);
        await NoteAsync(connection, cluster.Id, valid, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>How far each is known, held until the end; null when the cluster is gone.</summary>
    private async Task<Dictionary<string, DateTimeOffset?>?> LockAsync(NpgsqlConnection connection, Guid clusterId, IReadOnlyList<RollupResult> results, CancellationToken cancellationToken)
    {
        await using var make = new NpgsqlCommand(
            """
            INSERT INTO rollup_progress (cluster_id, query, tried_at)
            SELECT id, query, @now FROM clusters, unnest(@queries) AS query WHERE id = @cluster FOR KEY SHARE OF clusters
            ON CONFLICT DO NOTHING
            """, connection);
        make.Parameters.AddWithValue("now", time.GetUtcNow());
        make.Parameters.AddWithValue("queries", results.Select(result => result.Query).Order(StringComparer.Ordinal).ToArray());
        make.Parameters.AddWithValue("cluster", clusterId);
        await make.ExecuteNonQueryAsync(cancellationToken);
        await using var read = new NpgsqlCommand("SELECT query, collected_to FROM rollup_progress WHERE cluster_id = @cluster ORDER BY query FOR UPDATE", connection);
        read.Parameters.AddWithValue("cluster", clusterId);
        var current = await ReadAsync(read, cancellationToken);
        return current.Count == 0 ? null : current;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, RollupSeriesIds.Found ids, List<RollupResult> results, CancellationToken cancellationToken)
    {
        await using var writer = await connection.BeginBinaryImportAsync("COPY rollup_samples (series_id, at, value) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var result in results)
        {
            foreach (var (part, values) in result.Parts)
            {
                var id = ids.Of(result.Query, part);
                for (var step = 0; step < values.Length; step++)
                {
                    // What is no number says nothing that could be drawn or averaged.
                    if (double.IsFinite(values[step]))
                    {
                        await writer.StartRowAsync(cancellationToken);
                        await writer.WriteAsync(id, NpgsqlDbType.Integer, cancellationToken);
                        await writer.WriteAsync(DateTimeOffset.FromUnixTimeMilliseconds(result.Grid.At(step)).UtcDateTime, NpgsqlDbType.TimestampTz, cancellationToken);
                        await writer.WriteAsync(values[step], NpgsqlDbType.Double, cancellationToken);
                    }
                }
            }
        }

        await writer.CompleteAsync(cancellationToken);
    }

    /// <summary>Makes the rows of the hours anew that got samples, from all samples of these hours.</summary>
    private static async Task SumUpAsync(NpgsqlConnection connection, RollupSeriesIds.Found ids, List<RollupResult> results, CancellationToken cancellationToken)
    {
        foreach (var span in results.Where(result => result.Parts.Count > 0).GroupBy(result => (result.Grid.Start, result.Grid.End)))
        {
            await using var command = new NpgsqlCommand(
                """
                INSERT INTO rollup_hours (series_id, at, average, least, most, samples)
                SELECT series_id, date_trunc('hour', at, 'UTC'), avg(value), min(value), max(value), count(*)
                FROM rollup_samples WHERE series_id = ANY(@ids) AND at >= date_trunc('hour', @from, 'UTC') AND at < date_trunc('hour', @to, 'UTC') + interval '1 hour'
                GROUP BY 1, 2
                ON CONFLICT (series_id, at) DO UPDATE SET average = excluded.average, least = excluded.least, most = excluded.most, samples = excluded.samples
                """, connection);
            command.Parameters.AddWithValue("ids", span.SelectMany(result => result.Parts, (result, part) => ids.Of(result.Query, part.Part)).ToArray());
            command.Parameters.AddWithValue("from", DateTimeOffset.FromUnixTimeMilliseconds(span.Key.Start));
            command.Parameters.AddWithValue("to", DateTimeOffset.FromUnixTimeMilliseconds(span.Key.End));
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task NoteAsync(NpgsqlConnection connection, Guid clusterId, List<RollupResult> results, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE rollup_progress AS p SET collected_to = r.collected_to, tried_at = @now, fault = r.fault, why = r.why
            FROM unnest(@queries, @tos, @faults, @whys) AS r(query, collected_to, fault, why)
            WHERE p.cluster_id = @cluster AND p.query = r.query
            """, connection);
        command.Parameters.AddWithValue("now", time.GetUtcNow());
        command.Parameters.AddWithValue("cluster", clusterId);
        command.Parameters.AddWithValue("queries", results.Select(result => result.Query).ToArray());
        command.Parameters.AddWithValue("tos", results.Select(result => result.To?.UtcDateTime).ToArray());
        command.Parameters.Add(new NpgsqlParameter("faults", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = results.Select(result => result.Fault?.ToString()).ToArray() });

        // PostgreSQL's text holds no NUL; a member may send one.
        command.Parameters.AddWithValue("whys", results.Select(result => result.Why.Replace("\0", "", StringComparison.Ordinal)).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, DateTimeOffset?>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<string, DateTimeOffset?>();
        while (await reader.ReadAsync(cancellationToken))
        {
            known[reader.GetString(0)] = reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1);
        }

        return known;
    }
}

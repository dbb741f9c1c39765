using Npgsql;
using Portal.Core.Monitoring.Queries;

namespace Portal.Jobs.Monitoring;

/// <summary>The series of one cluster by query and part.</summary>
internal sealed class RollupSeriesIds(NpgsqlConnection connection)
{
    /// <summary>Adds what is missing. Looks first: an insert that ends in a conflict would use up a number each time.</summary>
    public async Task<Found> EnsureAsync(QueryMember cluster, IReadOnlyList<RollupResult> results, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var wanted = results.SelectMany(result => result.Parts, (result, part) => (result.Query, Part: Stored(part.Part))).Distinct().ToList();
        await using var add = new NpgsqlCommand(
            """
            INSERT INTO rollup_series (cluster_id, cluster, query, part, created_at)
            SELECT @cluster, @name, w.query, w.part, @now FROM unnest(@queries, @parts) AS w(query, part)
            WHERE NOT EXISTS (SELECT 1 FROM rollup_series s WHERE s.cluster_id = @cluster AND s.query = w.query AND s.part = w.part)
            """, connection);
        add.Parameters.AddWithValue("cluster", cluster.Id);
        add.Parameters.AddWithValue("name", cluster.Name);
        add.Parameters.AddWithValue("now", now);
        add.Parameters.AddWithValue("queries", wanted.Select(pair => pair.Query).ToArray());
        add.Parameters.AddWithValue("parts", wanted.Select(pair => pair.Part).ToArray());
        await add.ExecuteNonQueryAsync(cancellationToken);

        await using var read = new NpgsqlCommand("SELECT query, part, id FROM rollup_series WHERE cluster_id = @cluster", connection);
        read.Parameters.AddWithValue("cluster", cluster.Id);
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        var ids = new Dictionary<(string, string), int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            ids[(reader.GetString(0), reader.GetString(1))] = reader.GetInt32(2);
        }

        return new Found(ids);
    }

    /// <summary>PostgreSQL's text holds no NUL; a member may send one.</summary>
    private static string Stored(string part) => part.Replace("\0", "", StringComparison.Ordinal);

    internal sealed class Found(IReadOnlyDictionary<(string Query, string Part), int> ids)
    {
        public int Of(string query, string part) => ids[(query, Stored(part))];
    }
}

using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Portal.Core.Clusters;
using Portal.Core.Clusters.Health;

namespace Portal.Jobs.Clusters.Health;

/// <summary>Claims due clusters and writes what was seen, many in one statement.</summary>
internal sealed class HealthStore(NpgsqlDataSource dataSource, TimeProvider clock)
{
    private const string ClaimSql =
        """
        WITH due AS (
            SELECT id, next_check_at AS due_at FROM clusters
            WHERE next_check_at <= @now AND state NOT IN ('Joining', 'Leaving') AND (consecutive_failures > 0) = @failing
            ORDER BY next_check_at LIMIT @count FOR UPDATE SKIP LOCKED)
        UPDATE clusters AS c SET next_check_at = @until FROM due
        WHERE c.id = due.id
        RETURNING c.id, c.name, c.state, c.candidate_state, c.consecutive_failures, due.due_at, c.nodes, c.nodes_ready,
            (SELECT i.observed_at FROM cluster_inventories i WHERE i.cluster_id = c.id),
            (SELECT i.conditions::text FROM cluster_inventories i WHERE i.cluster_id = c.id)
        """;

    // Only rows whose state is still the one that was claimed: a leave that began meanwhile wins.
    private const string WriteSql =
        """
        WITH seen AS MATERIALIZED (
            SELECT * FROM jsonb_to_recordset(@rows) AS r(
                id uuid, event_id uuid, from_state text, state text, candidate_state text, failures int, reason text, answered bool,
                checked_at timestamptz, next_check_at timestamptz, latency int, version text, nodes int, nodes_ready int,
                cpu_capacity bigint, cpu_allocatable bigint, cpu_requested bigint,
                memory_capacity bigint, memory_allocatable bigint, memory_requested bigint,
                pod_capacity int, pods int, node_list jsonb, conditions jsonb)),
        changed AS (
            UPDATE clusters AS c SET
                state = s.state,
                state_since = CASE WHEN s.state = s.from_state THEN c.state_since ELSE s.checked_at END,
                candidate_state = s.candidate_state,
                state_reason = coalesce(s.reason, c.state_reason),
                consecutive_failures = s.failures,
                last_checked_at = s.checked_at,
                last_seen_at = CASE WHEN s.answered THEN s.checked_at ELSE c.last_seen_at END,
                next_check_at = s.next_check_at,
                api_latency_milliseconds = CASE WHEN s.answered THEN coalesce(s.latency, c.api_latency_milliseconds) ELSE c.api_latency_milliseconds END,
                kubernetes_version = coalesce(s.version, c.kubernetes_version),
                nodes = coalesce(s.nodes, c.nodes),
                nodes_ready = coalesce(s.nodes_ready, c.nodes_ready),
                cpu_capacity = coalesce(s.cpu_capacity, c.cpu_capacity),
                cpu_allocatable = coalesce(s.cpu_allocatable, c.cpu_allocatable),
                cpu_requested = coalesce(s.cpu_requested, c.cpu_requested),
                memory_capacity = coalesce(s.memory_capacity, c.memory_capacity),
                memory_allocatable = coalesce(s.memory_allocatable, c.memory_allocatable),
                memory_requested = coalesce(s.memory_requested, c.memory_requested),
                pod_capacity = coalesce(s.pod_capacity, c.pod_capacity),
                pods = coalesce(s.pods, c.pods)
            FROM seen AS s
            WHERE c.id = s.id AND c.state = s.from_state
            RETURNING c.id),
        history AS (
            INSERT INTO cluster_health_events (id, cluster_id, at, "from", "to", reason)
            SELECT s.event_id, s.id, s.checked_at, s.from_state, s.state, coalesce(s.reason, '')
            FROM seen AS s JOIN changed USING (id)
            WHERE s.state <> s.from_state)
        INSERT INTO cluster_inventories (cluster_id, node_list, conditions, observed_at)
        SELECT s.id, s.node_list, s.conditions, s.checked_at FROM seen AS s JOIN changed USING (id)
        WHERE s.node_list IS NOT NULL
        ON CONFLICT (cluster_id) DO UPDATE SET
            node_list = excluded.node_list, conditions = excluded.conditions, observed_at = excluded.observed_at
        """;

    private static readonly JsonSerializerOptions RowFormat = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Takes up to <paramref name="count"/> due clusters, the longest due first.</summary>
    /// <param name="failing">Those that gave no answer last, or the others.</param>
    /// <param name="hold">When another worker may take them, should this one die.</param>
    public async Task<List<HealthClaim>> ClaimAsync(bool failing, int count, TimeSpan hold, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var command = dataSource.CreateCommand(ClaimSql);
        command.Parameters.AddWithValue("now", now);
        command.Parameters.AddWithValue("until", now + hold);
        command.Parameters.AddWithValue("failing", failing);
        command.Parameters.AddWithValue("count", count);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<HealthClaim> claims = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            claims.Add(new HealthClaim(
                reader.GetGuid(0),
                reader.GetString(1),
                new HealthStanding(
                    Enum.Parse<ClusterState>(reader.GetString(2)),
                    reader.IsDBNull(3) ? null : Enum.Parse<ClusterState>(reader.GetString(3)),
                    reader.GetInt32(4)),
                reader.GetFieldValue<DateTimeOffset>(5),
                reader.IsDBNull(6) ? null : reader.GetInt32(6),
                reader.IsDBNull(7) ? null : reader.GetInt32(7),
                reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
                reader.IsDBNull(9) ? [] : JsonSerializer.Deserialize<List<ClusterCondition>>(reader.GetString(9)) ?? []));
        }

        return claims;
    }

    public async Task WriteAsync(IReadOnlyCollection<HealthResult> results, CancellationToken cancellationToken)
    {
        // PostgreSQL's text and jsonb hold no NUL; a member may send one.
        var rows = JsonSerializer.Serialize(results.Select(HealthRow.From), RowFormat).Replace(@"\u0000", "", StringComparison.Ordinal);
        await using var command = dataSource.CreateCommand(WriteSql);
        command.Parameters.AddWithValue("rows", NpgsqlDbType.Jsonb, rows);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Tells all replicas that ages and figures are new.</summary>
    public async Task NotifyAsync(CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("SELECT pg_notify('portal', 'sweep:' || gen_random_uuid())");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

using Microsoft.Extensions.Options;
using Npgsql;

namespace Portal.Jobs.Operations;

/// <summary>Takes, renews and gives back leases. One statement each, by the database's clock.</summary>
internal sealed class OperationLeases(NpgsqlDataSource dataSource, IOptions<OperationsOptions> options)
{
    /// <summary>Of this process; told apart from an earlier one with the same host and pid.</summary>
    public static string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}";

    /// <summary>Null when the operation has ended, is run by another, or waits for an older one on its target.</summary>
    public async Task<OperationClaim?> TakeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            UPDATE operations AS mine
            SET state = 'Running', lease_owner = @owner, lease_generation = lease_generation + 1,
                lease_until = clock_timestamp() + @lease, started_at = COALESCE(started_at, clock_timestamp())
            WHERE id = @id AND (
                (state = 'Running' AND lease_until < clock_timestamp())
                OR (state = 'Queued' AND NOT EXISTS (
                    SELECT 1 FROM operations AS other
                    WHERE other.target_key = mine.target_key AND other.id <> mine.id AND (other.state = 'Running'
                        OR (other.state = 'Queued' AND (other.created_at, other.id) < (mine.created_at, mine.id))))))
            RETURNING lease_generation, started_at + time_limit - clock_timestamp(), cancel_requested_at IS NOT NULL
            """,
            id);
        command.Parameters.AddWithValue("owner", Owner);
        command.Parameters.AddWithValue("lease", options.Value.Lease);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? new OperationClaim(id, reader.GetInt64(0), reader.GetTimeSpan(1), reader.GetBoolean(2))
                : null;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another operation on the same target started at the same moment; this one stays queued.
            return null;
        }
    }

    /// <summary>Lets the dispatcher find a queued operation again that could not start.</summary>
    public async Task PutBackAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command("UPDATE operations SET enqueued_at = NULL WHERE id = @id AND state = 'Queued'", id);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>True when renewed: whether a cancel was asked for; null when the lease is lost.</summary>
    public async Task<bool?> RenewAsync(OperationClaim claim, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            UPDATE operations SET lease_until = clock_timestamp() + @lease
            WHERE id = @id AND lease_generation = @generation AND state = 'Running'
            RETURNING cancel_requested_at IS NOT NULL
            """,
            claim.Id);
        command.CommandTimeout = Math.Max(1, options.Value.LeaseSeconds / 3);
        command.Parameters.AddWithValue("lease", options.Value.Lease);
        command.Parameters.AddWithValue("generation", claim.Generation);
        return await command.ExecuteScalarAsync(cancellationToken) as bool?;
    }

    public async Task<bool> IsCancelRequestedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT cancel_requested_at IS NOT NULL FROM operations WHERE id = @id", id);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Gives the operation back, resumable at once: the worker stops.</summary>
    public async Task ReleaseAsync(OperationClaim claim, CancellationToken cancellationToken)
    {
        await using var command = Command(
            """
            WITH released AS (
                UPDATE operations SET state = 'Queued', lease_owner = NULL, lease_until = NULL, enqueued_at = NULL
                WHERE id = @id AND lease_generation = @generation AND state = 'Running'
                RETURNING id)
            UPDATE operation_steps AS step SET state = 'Pending'
            FROM released WHERE step.operation_id = released.id AND step.state = 'Running'
            """,
            claim.Id);
        command.Parameters.AddWithValue("generation", claim.Generation);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlCommand Command(string sql, Guid id)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.AddWithValue("id", id);
        return command;
    }
}

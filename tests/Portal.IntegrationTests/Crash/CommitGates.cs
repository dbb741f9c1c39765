using Npgsql;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// Holds writes of the portal at their commit: a deferred trigger of the test's own waits there for a lock that the test
/// has. A held write is then let through (committed, though nobody hears of it) or cut (it never happened).
/// </summary>
internal sealed class CommitGates : IAsyncDisposable
{
    private const string Install =
        """
        CREATE TABLE held_commits (cluster_id uuid NOT NULL, moment text NOT NULL, key bigint NOT NULL);
        CREATE FUNCTION hold_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE wanted uuid; happened text; held bigint;
        BEGIN
            IF TG_TABLE_NAME = 'operation_steps' THEN
                IF NEW.state = OLD.state AND NEW.checkpoint IS NOT DISTINCT FROM OLD.checkpoint THEN RETURN NULL; END IF;
                SELECT cluster_id INTO wanted FROM operations WHERE id = NEW.operation_id;
                happened := NEW.name || CASE WHEN NEW.state = OLD.state THEN ' checkpoint' ELSE ' ' || NEW.state END;
            ELSIF TG_TABLE_NAME = 'operations' THEN
                IF NEW.state = OLD.state THEN RETURN NULL; END IF;
                wanted := NEW.cluster_id;
                happened := NEW.kind || ' ' || NEW.state;
            ELSIF TG_TABLE_NAME = 'cluster_credentials' THEN
                wanted := NEW.cluster_id;
                happened := 'token stored';
            ELSE
                SELECT cluster_id INTO wanted FROM operations WHERE id = NEW.operation_id;
                happened := 'revision stored';
            END IF;
            SELECT key INTO held FROM held_commits WHERE cluster_id = wanted AND moment = happened;
            IF FOUND THEN PERFORM pg_advisory_xact_lock(held); END IF;
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER hold_commit AFTER UPDATE ON operation_steps DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit();
        CREATE CONSTRAINT TRIGGER hold_commit AFTER UPDATE ON operations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit();
        CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT ON cluster_credentials DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit();
        CREATE CONSTRAINT TRIGGER hold_commit AFTER INSERT ON component_revisions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_commit();
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly SemaphoreSlim _turn = new(1);
    private NpgsqlConnection _holder;
    private long _keys = 7_000_000;

    private CommitGates(NpgsqlDataSource dataSource, NpgsqlConnection holder)
    {
        _dataSource = dataSource;
        _holder = holder;
    }

    public static async Task<CommitGates> InstallAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using (var command = dataSource.CreateCommand(Install))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return new CommitGates(dataSource, await dataSource.OpenConnectionAsync(cancellationToken));
    }

    /// <summary>Holds the named write of the cluster's operation; gives the key of the gate.</summary>
    public async Task<long> HoldAsync(Guid clusterId, string moment, CancellationToken cancellationToken)
    {
        var key = Interlocked.Increment(ref _keys);
        await RunAsync("SELECT pg_advisory_lock($1)", [key], cancellationToken);
        await RunAsync("INSERT INTO held_commits VALUES ($1, $2, $3)", [clusterId, moment, key], cancellationToken);
        return key;
    }

    /// <summary>The keys at which a write waits now.</summary>
    public async Task<HashSet<long>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var command = _dataSource.CreateCommand(
            "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        HashSet<long> keys = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetInt64(0));
        }

        return keys;
    }

    /// <summary>Lets the write through: it is committed. The gate is gone.</summary>
    public async Task OpenAsync(long key, CancellationToken cancellationToken)
    {
        await RunAsync("DELETE FROM held_commits WHERE key = $1", [key], cancellationToken);
        await RunAsync("SELECT pg_advisory_unlock($1)", [key], cancellationToken);
    }

    /// <summary>Cuts the write off: it is rolled back. The gate is gone.</summary>
    public async Task CutAsync(long key, CancellationToken cancellationToken)
    {
        await RunAsync(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_locks
            WHERE locktype = 'advisory' AND NOT granted AND ((classid::bigint << 32) | objid::bigint) = $1
            """,
            [key],
            cancellationToken);
        await OpenAsync(key, cancellationToken);
    }

    /// <summary>After a crash of the server, which took the locks with it: no write is held any more.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await _holder.DisposeAsync();
        _dataSource.Clear();
        _holder = await _dataSource.OpenConnectionAsync(cancellationToken);
        await RunAsync("DELETE FROM held_commits", [], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _holder.DisposeAsync();
        _turn.Dispose();
    }

    private async Task RunAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await RunInTurnAsync(sql, values, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RunInTurnAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _holder);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

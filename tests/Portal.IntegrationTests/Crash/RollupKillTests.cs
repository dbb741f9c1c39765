using System.Globalization;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;
using Portal.IntegrationTests.Clusters;
using Portal.Testing.Data;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The worker is killed with SIGKILL while it writes what three clusters told: in the midst of the rows, with all of them and nothing committed, and committed
/// with nobody who heard of it. The next worker leaves each time of each figure there once.
/// </summary>
[Collection(CrashEstate.Collection)]
public sealed class RollupKillTests(PortalDatabaseFixture database) : IClassFixture<PortalDatabaseFixture>
{
    private const string Gates =
        """
        CREATE TABLE held_rollups (cluster_id uuid NOT NULL, moment text NOT NULL, key bigint NOT NULL);
        CREATE FUNCTION hold_rollup_row() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(h.key) FROM held_rollups h JOIN rollup_series s ON s.cluster_id = h.cluster_id WHERE s.id = NEW.series_id AND h.moment = 'row';
            RETURN NEW;
        END $$;
        CREATE FUNCTION hold_rollup_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM pg_advisory_xact_lock(h.key) FROM held_rollups h WHERE h.cluster_id = NEW.cluster_id AND h.moment = 'commit';
            RETURN NULL;
        END $$;
        CREATE TRIGGER hold_rollup BEFORE INSERT ON rollup_samples FOR EACH ROW EXECUTE FUNCTION hold_rollup_row();
        CREATE CONSTRAINT TRIGGER hold_rollup AFTER UPDATE ON rollup_progress DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold_rollup_commit();
        """;

    private const string Found =
        """
        SELECT count(*), count(DISTINCT at), extract(epoch FROM max(at) - min(at))::bigint / 300 + 1,
            (SELECT sum(samples) FROM rollup_hours h WHERE h.series_id = s.id)::bigint, max(at) = (SELECT collected_to FROM rollup_progress WHERE cluster_id = @cluster AND query = 'MemoryUsed')
        FROM rollup_series s JOIN rollup_samples r ON r.series_id = s.id WHERE s.cluster_id = @cluster AND s.query = 'MemoryUsed' AND s.part = '' GROUP BY s.id
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Worker_KilledWhileItWrites_NextOneLeavesEachTimeOnce()
    {
        await using var server = await PrometheusServer.StartAsync(Samples());
        await using var estate = await CrashEstate.StartAsync(database.ConnectionString);
        await RunAsync(estate, Gates);
        var (midst, cut, kept) = (await AddAsync(estate, server, "midst"), await AddAsync(estate, server, "cut"), await AddAsync(estate, server, "kept"));
        await using var holder = await estate.DataSource.OpenConnectionAsync(Token);
        foreach (var (cluster, moment, key) in new[] { (midst, "row", 81), (cut, "commit", 82), (kept, "commit", 83) })
        {
            await RunAsync(estate, $"INSERT INTO held_rollups VALUES ('{cluster}', '{moment}', {key})");
            await using var hold = new NpgsqlCommand($"SELECT pg_advisory_lock({key})", holder);
            await hold.ExecuteNonQueryAsync(Token);
        }

        var worker = await estate.StartWorkerAsync();
        await UntilAsync(estate, async () => (await estate.Commits.WaitingAsync(Token)).IsSupersetOf([81, 82, 83]));
        await worker.KillAsync();
        await RunAsync(estate, "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = 0 AND objid = 82");
        await RunAsync(estate, "DELETE FROM held_rollups");
        await using (var release = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", holder))
        {
            await release.ExecuteNonQueryAsync(Token);
        }

        await estate.StartWorkerAsync();
        await UntilAsync(estate, async () => await IsThereAsync(estate, midst) && await IsThereAsync(estate, cut) && await IsThereAsync(estate, kept));
        foreach (var cluster in new[] { midst, cut, kept })
        {
            await using var command = estate.DataSource.CreateCommand(Found);
            command.Parameters.AddWithValue("cluster", cluster);
            await using var reader = await command.ExecuteReaderAsync(Token);
            Assert.True(await reader.ReadAsync(Token));
            var (rows, times, steps, summed) = (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
            Assert.True(rows >= 280, $"{rows} rows");
            Assert.Equal((rows, rows, rows, true), (times, steps, summed, reader.GetBoolean(4)));
        }
    }

    /// <summary>A sample a minute from before what is made up for until after the test.</summary>
    private static IEnumerable<string> Samples()
    {
        var begin = DateTimeOffset.UtcNow.AddHours(-26).ToUnixTimeSeconds() / 60 * 60;
        return Enumerable.Range(0, 27 * 60)
            .Select(minute => string.Create(CultureInfo.InvariantCulture, $$"""container_memory_working_set_bytes{namespace="shop",pod="a",container="a"} {{minute}} {{begin + (minute * 60)}}"""))
            .Prepend("# TYPE container_memory_working_set_bytes gauge");
    }

    private static async Task<Guid> AddAsync(CrashEstate estate, PrometheusServer server, string name)
    {
        await using var db = await estate.Get<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        var cluster = new Cluster
        {
            Name = name,
            FleetId = estate.FleetId,
            Provider = "",
            Region = "",
            State = ClusterState.Healthy,
            JoinedAt = DateTimeOffset.UtcNow,
            CreatedAt = DateTimeOffset.UtcNow,
            CreatedBy = "test",
        };
        db.Add(cluster);
        await db.SaveChangesAsync(Token);
        await estate.Get<IMetricsSources>().SetAsync(cluster.Id, new(MetricsSourceKind.Url, server.Address.ToString()), Estate.Operator, Token);
        return cluster.Id;
    }

    private static async Task<bool> IsThereAsync(CrashEstate estate, Guid cluster)
    {
        await using var command = estate.DataSource.CreateCommand("SELECT EXISTS (SELECT 1 FROM rollup_progress WHERE cluster_id = @cluster AND query = 'MemoryUsed' AND collected_to IS NOT NULL)");
        command.Parameters.AddWithValue("cluster", cluster);
        return (bool)(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task RunAsync(CrashEstate estate, string sql)
    {
        await using var command = estate.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    /// <summary>The job is due each minute; nobody waits for that here.</summary>
    private static async Task UntilAsync(CrashEstate estate, Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (!await isSo())
        {
            estate.Get<IRecurringJobManager>().Trigger("metrics.collect");
            await Task.Delay(TimeSpan.FromMilliseconds(500), limit.Token);
        }
    }
}

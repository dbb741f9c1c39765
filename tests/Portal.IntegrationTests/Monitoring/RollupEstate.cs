using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Monitoring;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Rollups;
using Portal.Core.Monitoring.Sources;
using Portal.Jobs.Monitoring;
using Portal.Testing.Prometheus;

namespace Portal.IntegrationTests.Monitoring;

/// <summary>Clusters over one real Prometheus with three hours of the past, and the job that keeps them, at times that tests choose.</summary>
public sealed class RollupEstate : IAsyncLifetime
{
    /// <summary>2026-10-31T22:00:00Z, in seconds.</summary>
    public const long Begin = 1_793_484_000;

    private static readonly IOptions<RollupOptions> Options = Microsoft.Extensions.Options.Options.Create(new RollupOptions());

    private readonly MetricsPortal _portal = new();
    private PrometheusServer _server = null!;

    private FakeTimeProvider Clock { get; set; } = new(DateTimeOffset.FromUnixTimeSeconds(Begin));

    internal IRollups Rollups => new RollupReader(
        Service<NpgsqlDataSource>(), Service<QueryMembers>(), new RollupCoverage(Service<NpgsqlDataSource>(), Options, Clock), Options, Service<IOptions<MonitoringOptions>>(), Clock);

    public HttpClient Viewer => _portal.Viewer;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RollupPartitions Partitions => new(Service<NpgsqlDataSource>(), Options, Clock);

    private RollupCollector Collector => new(Service<IMemberQueries>(), new RollupStore(Service<NpgsqlDataSource>(), Clock), Options, Clock);

    /// <summary>Bytes of both namespaces at a minute.</summary>
    public static double Memory(int minute) => 1000 + minute * 2;

    public async ValueTask InitializeAsync()
    {
        await _portal.InitializeAsync();
        _server = await PrometheusServer.StartAsync(Samples());
    }

    /// <summary>Each test has a time of its own, which may lie before that of another.</summary>
    internal void SetNow(DateTimeOffset now) => Clock = new FakeTimeProvider(now);

    internal Task<Guid> GiveAwayAsync(string fleet) => _portal.GiveAwayAsync(fleet);

    internal async Task<QueryMember> JoinAsync(string name, bool isThere = true, bool hasSource = true, string fleet = "rollups")
    {
        var member = QueryMember.Of(Guid.Empty, name, fleet, null, null);
        var id = await _portal.JoinAsync(member);
        if (hasSource)
        {
            await _portal.SetAsync(id, new(MetricsSourceKind.Url, isThere ? _server.Address.ToString() : "http://127.0.0.1:9/"));
        }

        return member with { Id = id };
    }

    internal async Task ComeBackAsync(QueryMember cluster)
    {
        await Service<IMetricsSources>().RemoveAsync(cluster.Id, Clusters.Estate.Operator, Token);
        await _portal.SetAsync(cluster.Id, new(MetricsSourceKind.Url, _server.Address.ToString()));
    }

    internal async Task LeaveAsync(QueryMember cluster)
    {
        await using var db = await Service<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        await db.Clusters.Where(row => row.Id == cluster.Id).ExecuteDeleteAsync(Token);
    }

    /// <param name="isPrepared">The partitions were made before.</param>
    internal async Task CollectAsync(QueryMember cluster, bool isPrepared = false)
    {
        if (!isPrepared)
        {
            await Partitions.EnsureAsync(Token);
        }

        await Collector.CollectAsync(cluster, Token);
    }

    internal async Task<IReadOnlyList<string>> PartitionsAsync()
    {
        await using var command = Service<NpgsqlDataSource>().CreateCommand("SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relname LIKE 'rollup\\_%'");
        await using var reader = await command.ExecuteReaderAsync(Token);
        var names = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    internal Task RunJobAsync() => new RollupJob(Service<IMetricsSources>(), Partitions, Collector, Options).RunAsync(Token);

    internal Task RetainAsync() => new RollupRetention(Partitions, Service<NpgsqlDataSource>(), Clock, NullLogger<RollupRetention>.Instance).RunAsync(Token);

    /// <summary>Samples of the whole cluster's memory, the different times among them, and rows of hours.</summary>
    internal async Task<(long Samples, long Times, long Hours)> RowsAsync(QueryMember cluster)
    {
        await using var command = Service<NpgsqlDataSource>().CreateCommand(
            """
            WITH s AS (SELECT id FROM rollup_series WHERE cluster_id = @id AND query = 'MemoryUsed' AND part = '')
            SELECT (SELECT count(*) FROM rollup_samples JOIN s ON id = series_id), (SELECT count(DISTINCT at) FROM rollup_samples JOIN s ON id = series_id),
                (SELECT count(*) FROM rollup_hours JOIN s ON id = series_id)
            """);
        command.Parameters.AddWithValue("id", cluster.Id);
        await using var reader = await command.ExecuteReaderAsync(Token);
        await reader.ReadAsync(Token);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _server.DisposeAsync();
    }

    private T Service<T>()
        where T : notnull => _portal.Host.Services.GetRequiredService<T>();

    /// <summary>A sample a minute, and none from minute 70 to 100.</summary>
    private static IEnumerable<string> Samples()
    {
        var minutes = Enumerable.Range(0, 181).Where(minute => minute is < 70 or > 100).ToList();
        IEnumerable<string> Lines(string type, string series, Func<int, double> value) =>
            minutes.Select(minute => string.Create(CultureInfo.InvariantCulture, $"{series} {value(minute)} {Begin + minute * 60}")).Prepend($"# TYPE {series[..series.IndexOf('{', StringComparison.Ordinal)]} {type}");
        return
        [
            .. Lines("gauge", """container_memory_working_set_bytes{namespace="shop",pod="a",container="a"}""", minute => minute + 600),
            .. Lines("gauge", """container_memory_working_set_bytes{namespace="bank",pod="b",container="b"}""", minute => minute + 400).Skip(1),
            .. Lines("gauge", """container_cpu_usage_seconds_total{namespace="shop",pod="a",container="a"}""", minute => minute * 120),
            .. Lines("gauge", """kube_node_info{node="n"}""", _ => 1),
        ];
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ClusterSim.Hosting;
using k8s;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Secrets;
using Portal.Jobs.Clusters;
using Portal.Jobs.Operations;
using Portal.Testing.Data;

namespace Portal.IntegrationTests.Clusters;

/// <summary>The portal's services over a database of their own, a worker's runner, and simulated members.</summary>
public sealed class Members : IAsyncLifetime
{
    private readonly PortalDatabaseFixture _database = new();
    private readonly LogCapture _log = new();
    private ServiceProvider _services = null!;
    private int _next;

    public SimHost Sim { get; private set; } = null!;

    public Guid FleetId { get; private set; }

    public IServiceProvider Services => _services;

    public string ConnectionString => _database.ConnectionString;

    public MemoryHandover Handover { get; } = new();

    internal string Log => _log.ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Sim = await SimHost.StartAsync(new SimOptions { Clusters = 0, Nodes = 3, Version = "v1.34.1", KeepBodies = true });
        _services = Build(allowLoopback: true);
        var fleets = _services.GetRequiredService<IFleets>();
        FleetId = (await fleets.CreateAsync(new FleetRequest("members", "", null), Estate.Operator, Token)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Sim.DisposeAsync();
        await _database.DisposeAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<PortalDbContext> OpenAsync() => _database.Contexts.CreateDbContextAsync(Token);

    /// <summary>A new simulated cluster; its name is unique in the class.</summary>
    public string AddMember()
    {
        var name = $"m{Interlocked.Increment(ref _next)}";
        Sim.AddCluster(name);
        return name;
    }

    /// <summary>A client of the member's administrator.</summary>
    public IKubernetes Admin(string member)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Sim.Kubeconfig(member)));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }

    public ClusterDescription Describe(string name) =>
        new(name, FleetId, ClusterKind.Cloud, "aws", "eu-west-1", "", new Dictionary<string, string> { ["env"] = "test" });

    public JoinRequest Request(string member, string? name = null) =>
        new() { Description = Describe(name ?? member), Kubeconfig = Sim.Kubeconfig(member), Context = member };

    /// <summary>Joins a member to its end.</summary>
    public async Task<Guid> JoinAsync(string member)
    {
        var started = await Get<IClusterJoin>().JoinAsync(Request(member), Estate.Operator, Token);
        var operation = await RunAsync(started.OperationId);
        Assert.True(operation.State == OperationState.Succeeded, $"{operation.ErrorWhat}: {operation.ErrorWhy}");
        return started.ClusterId;
    }

    /// <summary>Runs an operation as a worker does, and reads how it ended.</summary>
    public async Task<Operation> RunAsync(Guid operationId)
    {
        await Get<OperationRunner>().RunAsync(operationId, Token);
        await using var db = await OpenAsync();
        return await db.Operations.AsNoTracking().Include(operation => operation.Steps.OrderBy(step => step.Ordinal))
            .SingleAsync(operation => operation.Id == operationId, Token);
    }

    /// <summary>Returns once the garbage collector has taken the object that is read.</summary>
    public static async Task GoneAsync(Func<Task> read)
    {
        while (true)
        {
            try
            {
                await read();
            }
            catch (k8s.Autorest.HttpOperationException exception) when (exception.Response.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                return;
            }

            await Task.Delay(20, Token);
        }
    }

    public async Task<Cluster?> FindAsync(Guid clusterId)
    {
        await using var db = await OpenAsync();
        return await db.Clusters.AsNoTracking().SingleOrDefaultAsync(cluster => cluster.Id == clusterId, Token);
    }

    /// <summary>Every table of every schema as text.</summary>
    public async Task<string> DumpAsync()
    {
        var text = new StringBuilder();
        var tables = await ReadColumnAsync(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");
        foreach (var table in tables)
        {
            text.AppendJoin('\n', await ReadColumnAsync($"SELECT t::text FROM {table} AS t")).AppendLine();
        }

        return text.ToString();
    }

    private async Task<List<string>> ReadColumnAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Token);
        List<string> values = [];
        while (await reader.ReadAsync(Token))
        {
            values.Add(reader.GetString(0));
        }

        return values;
    }

    /// <summary>The same portal under another configuration.</summary>
    internal ServiceProvider Build(bool allowLoopback)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new(DataServices.ConnectionStringKey, _database.ConnectionString),
            new("Secrets:MasterKey", Convert.ToBase64String(SHA256.HashData("members"u8))),
            new("Egress:AllowLoopback", allowLoopback.ToString()),
            new("Health:Timeout", "00:00:02"),
            new("Health:InventoryTimeout", "00:00:10"),
        ]).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        services.AddPortalData(configuration);
        services.AddSecrets(configuration);
        services.AddKubernetes(configuration);
        services.AddEvents();
        services.AddOperations();
        services.AddRollouts();
        services.AddFleets();
        services.AddClusters();
        services.AddOperationJobs(configuration);
        services.AddClusterJobs(configuration);
        services.AddSingleton<ICredentialHandover>(Handover);
        return services.BuildServiceProvider();
    }

    /// <summary>The handover without a network: what one process keeps in its memory.</summary>
    public sealed class MemoryHandover : ICredentialHandover
    {
        private readonly ConcurrentDictionary<Guid, ScreenedKubeconfig> _kept = new();

        public void Offer(Guid operationId, ScreenedKubeconfig kubeconfig) => _kept[operationId] = kubeconfig;

        public Task<ScreenedKubeconfig?> TakeAsync(Guid operationId, CancellationToken cancellationToken) =>
            Task.FromResult(_kept.GetValueOrDefault(operationId));

        public Task DiscardAsync(Guid operationId, CancellationToken cancellationToken)
        {
            _kept.TryRemove(operationId, out _);
            return Task.CompletedTask;
        }

        public bool Holds(Guid operationId) => _kept.ContainsKey(operationId);

        /// <summary>What a restart of the process does.</summary>
        public void Clear() => _kept.Clear();
    }

    private sealed class LogCapture : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }

        public override string ToString() => string.Join('\n', _lines);
    }
}

using System.Security.Cryptography;
using System.Text;
using ClusterSim.Charts;
using ClusterSim.Hosting;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Jobs;
using Portal.Testing.Kubernetes;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Crash;

/// <summary>
/// The product as it is deployed: a web process that holds the uploaded credentials, workers in processes of their own,
/// PostgreSQL, helm, and simulated clusters.
/// </summary>
internal sealed class CrashEstate : IAsyncDisposable
{
    /// <summary>One after the other: each has processes of its own, and a lease of seconds.</summary>
    public const string Collection = "Crash";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<StandaloneWorker> _workers = [];
    private readonly Dictionary<string, string?> _settings;
    private readonly string _connectionString;
    private int _next;

    private CrashEstate(string connectionString, SimHost sim, ChartRepository charts, (string Key, string Value)[] more)
    {
        // Commits are held back until all operations stand at their points, however busy the machine is.
        _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 120 }.ConnectionString;
        Sim = sim;
        Charts = charts;
        _settings = FleetFixture.Settings(charts);
        _settings["Worker:Inside"] = "false";
        _settings["Secrets:MasterKey"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        _settings["Operations:LeaseSeconds"] = "8";
        _settings["Operations:Workers"] = "40";
        // What is held at a point must not give up by itself.
        _settings["Kubernetes:RequestTimeout"] = "00:02:00";
        foreach (var (key, value) in more)
        {
            _settings[key] = value;
        }

        DataSource = NpgsqlDataSource.Create(connectionString);
    }

    public SimHost Sim { get; }

    public ChartRepository Charts { get; }

    public NpgsqlDataSource DataSource { get; }

    public PortalHost Web { get; private set; } = null!;

    public CommitGates Commits { get; private set; } = null!;

    public Guid FleetId { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="more">Settings beside those of every such estate.</param>
    public static async Task<CrashEstate> StartAsync(string connectionString, params (string Key, string Value)[] more)
    {
        // What is committed must outlive a crash of the server; the tests' servers are set up to be fast.
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using (var source = NpgsqlDataSource.Create(connectionString))
        await using (var command = source.CreateCommand($"ALTER DATABASE {database} SET synchronous_commit = on"))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        var sim = await SimHost.StartAsync(new SimOptions { Clusters = 0, Nodes = 3, Version = "v1.34.1" }, Token);
        var charts = await ChartRepository.StartAsync(KubernetesTools.Helm, Repository.PathOf("tests", "charts"), Token);
        var estate = new CrashEstate(connectionString, sim, charts, more);
        await estate.StartWebAsync();
        estate.Commits = await CommitGates.InstallAsync(estate.DataSource, Token);
        estate.FleetId = (await estate.Get<IFleets>().CreateAsync(new FleetRequest("crash", "", null), Estate.Operator, Token)).Id;
        return estate;
    }

    private async Task StartWebAsync() => Web = await PortalHost.StartAsync(_connectionString, _settings);

    /// <summary>Another web process over the same database: what the one before held in memory is gone.</summary>
    public async Task RestartWebAsync()
    {
        await Web.DisposeAsync();
        await StartWebAsync();
    }

    public async Task<StandaloneWorker> StartWorkerAsync()
    {
        var worker = await StandaloneWorker.StartAsync(_connectionString, _settings);
        _workers.Add(worker);
        return worker;
    }

    public T Get<T>()
        where T : notnull => Web.Services.GetRequiredService<T>();

    /// <summary>A new simulated cluster.</summary>
    public string AddMember()
    {
        var name = $"c{Interlocked.Increment(ref _next)}";
        Sim.AddCluster(name);
        return name;
    }

    /// <summary>A client of the member's administrator.</summary>
    public IKubernetes Admin(string member)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Sim.Kubeconfig(member)));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }

    public async Task<Subject> JoinAsync(string member)
    {
        var description = new ClusterDescription(member, FleetId, ClusterKind.Cloud, "aws", "eu-west-1", "", new Dictionary<string, string>());
        var started = await Get<IClusterJoin>().JoinAsync(
            new JoinRequest { Description = description, Kubeconfig = Sim.Kubeconfig(member), Context = member }, Estate.Operator, Token);
        return new Subject(member, started.ClusterId, started.OperationId);
    }

    public async Task<IReadOnlyList<Subject>> InstallAsync(
        string component, IReadOnlyList<Subject> joined, string values = "", string? version = null, bool upgrade = false)
    {
        var request = new InstallRequest(component, [.. joined.Select(subject => subject.ClusterId)], version, values);
        var started = await (upgrade
            ? Get<IComponents>().UpgradeAsync(request, Estate.Operator, Token)
            : Get<IComponents>().InstallAsync(request, Estate.Operator, Token));
        return [.. started.Zip(joined, (start, subject) =>
            subject with { OperationId = start.OperationId ?? throw new InvalidOperationException(start.Refusal) })];
    }

    /// <summary>Waits until the operation has ended; reads it whenever the database says that it changed.</summary>
    public async Task<OperationDetail> EndAsync(Guid operationId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        using var changes = Get<EventStream>().Subscribe([Topics.Operation], operationId);
        try
        {
            var detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, patience.Token);
            await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
            while (detail.Summary.State is OperationState.Queued or OperationState.Running && await events.MoveNextAsync())
            {
                detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, patience.Token);
            }

            return detail;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            throw new TimeoutException($"The operation has not ended.\n{await DescribeAsync(operationId)}");
        }
    }

    /// <summary>Everything that helps to understand a failure.</summary>
    public async Task<string> DescribeAsync(Guid operationId)
    {
        var detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, Token);
        var log = await Get<IOperations>().ReadLogAsync(operationId, 0, 1000, Estate.Viewer, Token);
        return string.Join('\n',
        [
            $"{detail.Summary.Kind} {detail.Summary.State} {detail.Summary.ErrorWhat}: {detail.ErrorWhy}",
            .. detail.Steps.Select(step => $"  {step.Name} {step.State} {step.Attempts} {step.Message}"),
            .. log.Select(line => $"  [{line.Step}] {line.Text}"),
            .. _workers.SelectMany((worker, index) => worker.Log.Where(line => line.Contains("\"@l\"", StringComparison.Ordinal)).Select(line => $"worker {index}: {line[..Math.Min(line.Length, 500)]}")),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        await Commits.DisposeAsync();
        await Web.DisposeAsync();
        await Charts.DisposeAsync();
        await Sim.DisposeAsync();
        await DataSource.DisposeAsync();
    }
}

/// <summary>A member, and the operation on it that a test looks at.</summary>
internal sealed record Subject(string Member, Guid ClusterId, Guid OperationId);

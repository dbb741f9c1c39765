using System.Text;
using ClusterSim.Charts;
using ClusterSim.Hosting;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.IntegrationTests.Clusters;
using Portal.Testing;
using Portal.Testing.Data;
using Portal.Testing.Kubernetes;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Components;

/// <summary>The whole product with the real helm, a catalogue that a folder adds to, and simulated members.</summary>
public class ComponentEstate : IAsyncLifetime
{
    private const string Failing = """
        name: failing
        title: Failing
        description: A chart whose pods never become ready.
        category: test
        docs: https://example.com/
        chart:
          name: failing
          repository: https://charts.example.com
        versions: [1.0.0]
        releaseName: failing
        namespace: failing
        scope: cluster
        readiness:
          workloads:
            - kind: Deployment
              name: failing
        leftovers:
          namespaces: [failing]
        """;

    private const string Moving = """
        name: moving
        title: Moving
        description: A chart whose definition moves from its templates to its folder crds/.
        category: test
        docs: https://example.com/
        chart:
          name: moving
          repository: https://charts.example.com
          crds: folder
        versions: [1.1.0, 1.0.0]
        releaseName: moving
        namespace: moving
        scope: cluster
        readiness:
          crds: [removals.moving.example.com]
        leftovers:
          namespaces: [moving]
          crds: [removals.moving.example.com]
        """;

    private readonly PortalDatabaseFixture _database = new();
    private readonly DirectoryInfo _catalog = Directory.CreateTempSubdirectory("portal-catalog-");
    private ChartRepository? _charts;
    private Dictionary<string, string?> _settings = [];
    private Guid _fleetId;
    private int _next;

    public SimHost Sim { get; private set; } = null!;

    public PortalHost Portal { get; private set; } = null!;

    protected string ConnectionString => _database.ConnectionString;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        Sim = await SimHost.StartAsync(new SimOptions { Clusters = 0, Nodes = 3, Version = "v1.34.1", KeepBodies = true });
        _charts = await ChartRepository.StartAsync(KubernetesTools.Helm, Charts());
        await File.WriteAllTextAsync(Path.Combine(_catalog.FullName, "failing.yaml"), Failing);
        await File.WriteAllTextAsync(Path.Combine(_catalog.FullName, "moving.yaml"), Moving);
        _settings = FleetFixture.Settings(_charts);
        _settings["Components:CatalogDirectory"] = _catalog.FullName;
        _settings["Components:ReadyTimeout"] = "00:00:20";
        ConfigureSettings(_settings);
        await PrepareAsync(_catalog.FullName);
        Portal = await PortalHost.StartAsync(_database.ConnectionString, _settings, Configure);
        _fleetId = (await Get<IFleets>().CreateAsync(new FleetRequest("components", "", null), Estate.Operator, CancellationToken.None)).Id;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Portal.DisposeAsync();
        await _charts!.DisposeAsync();
        await Sim.DisposeAsync();
        await _database.DisposeAsync();
        _catalog.Delete(recursive: true);
    }

    /// <summary>Stops the portal and starts it with another setting.</summary>
    public async Task RestartAsync(string key, string value)
    {
        await Portal.DisposeAsync();
        _settings[key] = value;
        Portal = await PortalHost.StartAsync(_database.ConnectionString, _settings, Configure);
    }

    /// <summary>Adds files to the folder of the catalogue.</summary>
    protected virtual Task PrepareAsync(string catalog) => Task.CompletedTask;

    /// <summary>Adds services of the test's own, before the portal adds its.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    /// <summary>Settings of a class of tests.</summary>
    protected virtual void ConfigureSettings(IDictionary<string, string?> settings)
    {
    }

    /// <summary>The folder of the charts that are served.</summary>
    protected virtual string Charts() => Repository.PathOf("tests", "charts");

    public T Get<T>()
        where T : notnull => Portal.Services.GetRequiredService<T>();

    /// <summary>A new member that has joined: its name and id.</summary>
    /// <param name="fleet">Null for the estate's own.</param>
    public async Task<(string Name, Guid Id)> JoinAsync(Guid? fleet = null)
    {
        var name = $"h{Interlocked.Increment(ref _next)}";
        Sim.AddCluster(name);
        var started = await Get<IClusterJoin>().JoinAsync(
            new JoinRequest
            {
                Description = new ClusterDescription(name, fleet ?? _fleetId, ClusterKind.Cloud, "", "", "", new Dictionary<string, string>()),
                Kubeconfig = Sim.Kubeconfig(name),
                Context = name,
            },
            Estate.Operator,
            Token);
        await SucceedAsync(started.OperationId);
        return (name, started.ClusterId);
    }

    public async Task<Guid> StartAsync(Guid clusterId, string component, string? version = null, string values = "", bool upgrade = false)
    {
        var request = new InstallRequest(component, [clusterId], version, values);
        var started = await (upgrade ? Get<IComponents>().UpgradeAsync(request, Estate.Operator, Token) : Get<IComponents>().InstallAsync(request, Estate.Operator, Token));
        return started[0].OperationId ?? throw new InvalidOperationException(started[0].Refusal);
    }

    public Task<ReleaseDetail> ReadAsync(Guid clusterId, string component) => Get<IComponents>().GetReleaseAsync(clusterId, component, Estate.Operator, Token);

    public async Task<OperationDetail> SucceedAsync(Guid operationId)
    {
        var end = await EndAsync(operationId);
        Assert.True(end.Summary.State == OperationState.Succeeded, $"{end.Summary.ErrorWhat}: {end.ErrorWhy}\n{await LogAsync(operationId)}");
        return end;
    }

    public async Task<OperationDetail> EndAsync(Guid operationId)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = Get<EventStream>().Subscribe([Topics.Operation], operationId);
        var detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, patience.Token);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (detail.Summary.State is OperationState.Queued or OperationState.Running && await events.MoveNextAsync())
        {
            detail = await Get<IOperations>().GetAsync(operationId, Estate.Viewer, patience.Token);
        }

        return detail;
    }

    /// <summary>A plan that the clusters have been asked for.</summary>
    public async Task<ComponentPlanDetail> PlanAsync(PlanRequest request) =>
        await PlannedAsync((await Get<IComponentPlans>().CreateAsync(request, Estate.Operator, Token)).Id);

    public async Task<ComponentPlanDetail> PlannedAsync(Guid id)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(4));
        using var changes = Get<EventStream>().Subscribe([Topics.Plan], id);
        var plan = await Get<IComponentPlans>().GetAsync(id, Estate.Viewer, patience.Token);
        await using var events = changes.ReadAsync(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token).GetAsyncEnumerator(patience.Token);
        while (plan.State == PlanState.Checking && await events.MoveNextAsync())
        {
            plan = await Get<IComponentPlans>().GetAsync(id, Estate.Viewer, patience.Token);
        }

        Assert.True(plan.State == PlanState.Ready, $"{plan.Failure?.What}: {plan.Failure?.Why}");
        return plan;
    }

    public async Task<string> LogAsync(Guid operationId) =>
        string.Join('\n', (await Get<IOperations>().ReadLogAsync(operationId, 0, 5000, Estate.Viewer, Token)).Select(line => line.Text));

    /// <summary>A client of the member's administrator.</summary>
    public IKubernetes Admin(string member)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(Sim.Kubeconfig(member)));
        return new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
    }
}

using ClusterSim.Charts;
using ClusterSim.Hosting;
using Portal.Testing.Data;
using Portal.Testing.Kubernetes;
using Xunit;

namespace Portal.Testing.Web;

/// <summary>The whole product for a test class: the application with the worker inside, simulated clusters, charts, helm and kubectl.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    private SimHost? _sim;
    private ChartRepository? _charts;
    private PortalHost? _portal;

    public PortalDatabaseFixture Database { get; } = new();

    /// <summary>Three clusters: sim-0, sim-1, sim-2.</summary>
    public SimHost Sim => _sim ?? throw NotStarted();

    public PortalHost Portal => _portal ?? throw NotStarted();

    public ChartRepository Charts => _charts ?? throw NotStarted();

    /// <summary>The settings under which a portal finds this fixture's tools, charts and clusters.</summary>
    public static Dictionary<string, string?> Settings(ChartRepository charts) => new()
    {
        ["Worker:Inside"] = "true",
        ["Egress:AllowLoopback"] = "true",
        ["Tools:Helm"] = KubernetesTools.Helm,
        ["Tools:Kubectl"] = KubernetesTools.Kubectl,
        ["Components:ChartMirror"] = charts.Address.ToString(),
        ["Components:ReadyPollInterval"] = "00:00:00.5",
        ["Health:Interval"] = "00:00:05",
        ["Health:ConfirmAfter"] = "00:00:01",
    };

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        _sim = await SimHost.StartAsync(new SimOptions { Clusters = 3 });
        _charts = await ChartRepository.StartAsync(KubernetesTools.Helm, Repository.PathOf("tests", "charts"));
        _portal = await PortalHost.StartAsync(Database.ConnectionString, Settings(_charts));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[_portal, _charts, _sim, Database])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    private static InvalidOperationException NotStarted() => new("The fixture is used before InitializeAsync.");
}

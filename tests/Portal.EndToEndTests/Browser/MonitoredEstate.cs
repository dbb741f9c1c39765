using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Operations;
using Portal.Testing.Prometheus;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A fleet on whose clusters the portal installs Prometheus, with a real one and its Alertmanager behind each.</summary>
public sealed class MonitoredEstate(FleetFixture fixture, string fleet, params string[] clusters) : IAsyncDisposable
{
    private readonly ShopEstate _estate = new(fixture, fleet, clusters);
    private MonitoredCluster[] _servers = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public AlertmanagerServer AlertmanagerOf(string cluster) => _servers[Array.IndexOf(clusters, cluster)].Alertmanager;

    /// <summary>Returns when the portal finds them all by itself.</summary>
    public async Task StartAsync()
    {
        await _estate.JoinAsync();
        _servers = await Task.WhenAll(clusters.Select(cluster => MonitoredCluster.StartAsync(fixture.Sim, cluster)));
        var services = fixture.Portal.Services;
        var started = await services.GetRequiredService<IComponents>().InstallAsync(
            new InstallRequest("prometheus", _estate.ClusterIds, null, "alertmanager: { enabled: true }"), Actor.Portal, Token);
        foreach (var one in started)
        {
            await fixture.Portal.UntilAsync(one.OperationId!.Value, OperationState.Succeeded);
        }
    }

    /// <summary>A Deployment whose image nobody can pull.</summary>
    public async Task BreakAsync(string cluster, string deployment)
    {
        using var admin = fixture.Sim.AdminOf(cluster);
        var labels = new Dictionary<string, string> { ["app"] = deployment };
        var pod = new V1PodTemplateSpec
        {
            Metadata = new V1ObjectMeta { Labels = labels },
            Spec = new V1PodSpec { Containers = [new V1Container { Name = deployment, Image = "registry.example.com/press:fail" }] },
        };
        await admin.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = deployment },
                Spec = new V1DeploymentSpec { Replicas = 2, Selector = new V1LabelSelector { MatchLabels = labels }, Template = pod },
            },
            "default",
            cancellationToken: Token);
    }

    /// <summary>How many pods there are, by the cluster itself.</summary>
    public async Task<int> PodsAsync(string cluster)
    {
        using var admin = fixture.Sim.AdminOf(cluster);
        return (await admin.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: Token)).Items.Count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }
}

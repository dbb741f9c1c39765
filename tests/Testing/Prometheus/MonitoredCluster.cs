using ClusterSim.Api;
using ClusterSim.Hosting;

namespace Portal.Testing.Prometheus;

/// <summary>
/// A real Prometheus that scrapes a simulated cluster, and its real Alertmanager: they answer behind the cluster's API server once the
/// component "prometheus" is installed there.
/// </summary>
public sealed class MonitoredCluster : IAsyncDisposable
{
    private const string Home = "monitoring";

    private MonitoredCluster(PrometheusServer prometheus, AlertmanagerServer alertmanager) => (Prometheus, Alertmanager) = (prometheus, alertmanager);

    public PrometheusServer Prometheus { get; }

    public AlertmanagerServer Alertmanager { get; }

    public static async Task<MonitoredCluster> StartAsync(SimHost sim, string cluster)
    {
        var alertmanager = await AlertmanagerServer.StartAsync();
        var configuration = (await ReadAsync("prometheus.yml"))
            .Replace("{sim}", sim.BaseUri.Authority, StringComparison.Ordinal)
            .Replace("{cluster}", cluster, StringComparison.Ordinal)
            .Replace("{alertmanager}", alertmanager.Address.Authority, StringComparison.Ordinal);
        var prometheus = await PrometheusServer.StartAsync([], configuration, await ReadAsync("rules.yml"));
        sim.MapService(cluster, Home, "prometheus-prometheus", ServiceProxy.To(prometheus.Address));
        sim.MapService(cluster, Home, "prometheus-alertmanager", ServiceProxy.To(alertmanager.Address));
        return new MonitoredCluster(prometheus, alertmanager);
    }

    public async ValueTask DisposeAsync()
    {
        await Prometheus.DisposeAsync();
        await Alertmanager.DisposeAsync();
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Repository.PathOf("tests", "ClusterSim", "Metrics", file));
}

using CliWrap;
using CliWrap.Buffered;
using Portal.Testing.Prometheus;

namespace ClusterSim.Tests.Behaviour;

/// <summary>What a Prometheus finds at a simulated cluster.</summary>
public sealed class MetricsTests(SimFixture sim) : IClassFixture<SimFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OfACluster_AreReadByPromtool_AndSayWhatItsObjectsSay()
    {
        using var cluster = sim.NewCluster();
        await cluster.CreateDeploymentAsync("web", 2);

        var text = await cluster.Http.GetStringAsync(new Uri(sim.Host.BaseUri, $"/control/clusters/{cluster.Name}/metrics"), Token);
        var read = await Cli.Wrap(PrometheusTools.Promtool).WithArguments(["check", "metrics"]).WithStandardInputPipe(PipeSource.FromString(text))
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(Token);

        Assert.DoesNotContain("error while linting", read.StandardError, StringComparison.Ordinal);
        Assert.Contains("kube_deployment_status_replicas_available{namespace=\"default\",deployment=\"web\"} 2\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith("kube_pod_info{namespace=\"default\",pod=\"web-", StringComparison.Ordinal)));
        Assert.Contains("kube_node_status_allocatable{node=\"", text, StringComparison.Ordinal);
        Assert.Contains("apiserver_request_total{verb=\"CREATE\",code=\"201\",resource=\"deployments\"} 1\n", text, StringComparison.Ordinal);
    }
}

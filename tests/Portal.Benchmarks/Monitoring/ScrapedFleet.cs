using System.Globalization;
using System.Text;
using Portal.Benchmarks.Reporting;
using Portal.Benchmarks.Running;
using Portal.Testing.Kubernetes;
using Portal.Testing.Prometheus;

namespace Portal.Benchmarks.Monitoring;

/// <summary>Real Prometheus servers, each of which scrapes a simulated cluster, and one more that federates them all.</summary>
internal sealed class ScrapedFleet : IAsyncDisposable
{
    private const int Deployments = 16;

    private readonly SimFleet _sim;

    private ScrapedFleet(SimFleet sim, IReadOnlyList<PrometheusServer> members, PrometheusServer parent) => (_sim, Members, Parent) = (sim, members, parent);

    public IReadOnlyList<PrometheusServer> Members { get; }

    public PrometheusServer Parent { get; }

    public static async Task<ScrapedFleet> StartAsync(int count)
    {
        var sim = await SimFleet.StartAsync(count);
        var workloads = Path.Combine(sim.Folder, "workloads.yaml");
        await File.WriteAllTextAsync(workloads, Workloads());
        await ShellLoop.RunAsync(sim.Names, 4, [KubernetesTools.Kubectl, "--kubeconfig", Path.Combine(sim.Folder, "{}.kubeconfig"), "apply", "--server-side", "-f", workloads]);
        var members = new List<PrometheusServer>();
        foreach (var names in sim.Names.Chunk(6))
        {
            members.AddRange(await Task.WhenAll(names.Select(name => PrometheusServer.StartAsync([], Scraping(sim.Authority, name)))));
            Progress.Say($"{members.Count} Prometheus servers run");
        }

        return new ScrapedFleet(sim, members, await PrometheusServer.StartAsync([], Federating(sim.Names, members)));
    }

    public async ValueTask DisposeAsync()
    {
        await Parent.DisposeAsync();
        foreach (var member in Members)
        {
            await member.DisposeAsync();
        }

        await _sim.DisposeAsync();
    }

    private static string Scraping(string sim, string cluster) => $$"""
        global: { scrape_interval: 15s }
        scrape_configs:
          - job_name: cluster
            scheme: https
            tls_config: { insecure_skip_verify: true }
            metrics_path: /control/clusters/{{cluster}}/metrics
            static_configs: [{ targets: ["{{sim}}"] }]
        """;

    private static string Federating(IReadOnlyList<string> names, List<PrometheusServer> members)
    {
        var text = new StringBuilder("""
            global: { scrape_interval: 15s }
            scrape_configs:
              - job_name: federate
                honor_labels: true
                metrics_path: /federate
                params: { "match[]": ['{job="cluster"}'] }
                static_configs:

            """);
        foreach (var (name, member) in names.Zip(members))
        {
            text.Append(CultureInfo.InvariantCulture, $"      - {{ targets: [\"{member.Address.Authority}\"], labels: {{ cluster: {name} }} }}\n");
        }

        return text.ToString();
    }

    private static string Workloads() => string.Join("---\n", Enumerable.Range(0, Deployments).Select(index => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: app-{{index}}, namespace: {{(index % 2 == 0 ? "default" : "kube-public")}} }
        spec:
          replicas: 4
          selector: { matchLabels: { app: app-{{index}} } }
          template:
            metadata: { labels: { app: app-{{index}} } }
            spec: { containers: [{ name: app, image: "registry.example.com/app:1", resources: { requests: { cpu: 100m, memory: 128Mi } } }] }

        """));
}

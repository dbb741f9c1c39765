using System.Globalization;
using ClusterSim.Api;
using ClusterSim.Charts;
using ClusterSim.Hosting;

string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

if (args.Contains("--help"))
{
    Console.WriteLine("""
        ClusterSim: a simulator of the Kubernetes API.
          --clusters N           how many clusters (1)
          --port P               the port on 127.0.0.1; 0 takes a free one (0)
          --kubeconfig-dir DIR   write one kubeconfig for each cluster
          --state-dir DIR        keep the certificate authority and tokens here
          --version V            the version of every cluster, e.g. v1.33.4 (varies)
          --nodes N              nodes of every cluster (varies)
          --name-prefix P        clusters are named P0, P1, … (sim-)
          --charts DIR           package the charts in DIR with helm, and serve them over HTTP
          --helm PATH            the helm that packages them (helm)
          --upstream C/NS/S=URL  the server at URL answers the proxy of service S, once it is there (may be repeated)
          --address-per-cluster  a loopback address for each cluster (Linux)
        """);
    return 0;
}

await using var host = await SimHost.StartAsync(new SimOptions
{
    Clusters = int.Parse(Value("--clusters") ?? "1", CultureInfo.InvariantCulture),
    Port = int.Parse(Value("--port") ?? "0", CultureInfo.InvariantCulture),
    KubeconfigDir = Value("--kubeconfig-dir"),
    StateDir = Value("--state-dir"),
    Version = Value("--version"),
    Nodes = Value("--nodes") is { } nodes ? int.Parse(nodes, CultureInfo.InvariantCulture) : null,
    NamePrefix = Value("--name-prefix") ?? "sim-",
    AddressPerCluster = args.Contains("--address-per-cluster"),
});
foreach (var (_, upstream) in args.Zip(args.Skip(1)).Where(pair => pair.First == "--upstream"))
{
    var (place, url) = (upstream.Split('=')[0].Split('/'), upstream[(upstream.IndexOf('=', StringComparison.Ordinal) + 1)..]);
    host.MapService(place[0], place[1], place[2], ServiceProxy.To(new Uri(url)));
}

await using var charts = Value("--charts") is { } folder ? await ChartRepository.StartAsync(Value("--helm") ?? "helm", folder) : null;
if (charts is not null)
{
    Console.WriteLine($"charts: {charts.Address}");
}

Console.WriteLine($"ready: {host.BaseUri.ToString().TrimEnd('/')}");
await host.WaitForShutdownAsync();
return 0;

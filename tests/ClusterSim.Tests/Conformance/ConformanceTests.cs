using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using ClusterSim.Hosting;
using YamlDotNet.Serialization;

namespace ClusterSim.Tests.Conformance;

/// <summary>
/// Holds ClusterSim to what a real API server answered: the recorded requests are replayed, and the recorded commands run with the real clients.
/// </summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    private const string Absent = "The recordings of a real API server (../shared/recorded) are not beside this checkout.";

    [Fact(Explicit = true)]
    public async Task Exchanges_Replayed_AgreeExceptForListedDeviations()
    {
        Assert.SkipWhen(Recording.Folder is null, Absent);
        var differing = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var total = 0;
        await using var host = await SimHost.StartAsync(new SimOptions { Clusters = 1, Version = "v1.28.0", Nodes = 0 }, TestContext.Current.CancellationToken);
        await FakeNodes.AddAsync(host, "sim-0", TestContext.Current.CancellationToken);
        using var http = Client(host, "sim-0", out var token);
        foreach (var scenario in Recording.Scenarios)
        {
            var exchanges = Recording.Exchanges(scenario);
            total += exchanges.Count;
            foreach (var (id, why) in await new Replay(http, token).RunAsync(exchanges, TestContext.Current.CancellationToken))
            {
                differing[id] = why;
            }
        }

        Judge("exchanges", total, differing, '#');
    }

    [Fact(Explicit = true)]
    public async Task Commands_RunWithRealClients_AgreeExceptForListedDeviations()
    {
        Assert.SkipWhen(Recording.Folder is null, Absent);
        var (kubectl, helm) = Tools.Find();
        Assert.SkipWhen(kubectl is null || helm is null, "kubectl and helm are not there; run scripts/tools first or set PORTAL_TOOLS_DIR.");
        var differing = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var total = 0;
        await using var host = await SimHost.StartAsync(new SimOptions { Clusters = 1, Version = "v1.28.0", Nodes = 0 }, TestContext.Current.CancellationToken);
        await FakeNodes.AddAsync(host, "sim-0", TestContext.Current.CancellationToken);
        foreach (var scenario in Recording.Scenarios)
        {
            var folder = Directory.CreateTempSubdirectory("clustersim-").FullName;
            try
            {
                var kubeconfig = Path.Combine(folder, "kubeconfig");
                await File.WriteAllTextAsync(kubeconfig, host.Kubeconfig("sim-0"), TestContext.Current.CancellationToken);
                total += Recording.Commands(scenario).Count;
                foreach (var (id, why) in await new CommandRun(folder, kubeconfig, kubectl, helm).RunAsync(scenario, TestContext.Current.CancellationToken))
                {
                    differing[id] = why;
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Judge("commands", total, differing, ':');
    }

    private void Judge(string what, int total, SortedDictionary<string, string> differing, char mark)
    {
        var listed = Deviations().Where(d => d.Key.Contains(mark, StringComparison.Ordinal)).ToDictionary();
        output.WriteLine($"conformance: {total - differing.Count} of {total} {what} agree");
        foreach (var (id, why) in differing)
        {
            output.WriteLine($"{(listed.ContainsKey(id) ? "listed" : "NEW")} {id} {why}");
        }

        var unlisted = differing.Keys.Where(id => !listed.ContainsKey(id)).ToList();
        var healed = listed.Keys.Where(id => !differing.ContainsKey(id)).ToList();
        Assert.True(unlisted.Count == 0, $"differ and are not listed in deviations.yaml: {string.Join(", ", unlisted)}");
        Assert.True(healed.Count == 0, $"are listed in deviations.yaml and agree: {string.Join(", ", healed)}");
    }

    private static Dictionary<string, string> Deviations() =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deviations.yaml"))) ?? [];

    private static HttpClient Client(SimHost host, string cluster, out string token)
    {
        token = host.Cluster(cluster).Profile.AdminToken;
        var authority = X509Certificate2.CreateFromPem(host.CaPem);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck };
        return new HttpClient(handler) { BaseAddress = new Uri(host.ServerOf(cluster) + "/") };
    }
}

/// <summary>The nodes of the recorded cluster, as its stand-in for the kubelet reported them.</summary>
internal static class FakeNodes
{
    public static async Task AddAsync(SimHost host, string cluster, CancellationToken cancellationToken)
    {
        var authority = X509Certificate2.CreateFromPem(host.CaPem);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { authority }, RevocationMode = X509RevocationMode.NoCheck };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(host.ServerOf(cluster) + "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.Cluster(cluster).Profile.AdminToken);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Python-urllib/3.13");
        for (var i = 0; i < 3; i++)
        {
            var labels = new JsonObject
            {
                ["beta.kubernetes.io/os"] = "linux",
                ["kubernetes.io/hostname"] = $"node-{i}",
                ["kubernetes.io/os"] = "linux",
                ["topology.kubernetes.io/zone"] = $"z{i % 3}",
            };
            var node = new JsonObject { ["metadata"] = new JsonObject { ["name"] = $"node-{i}", ["labels"] = labels, ["annotations"] = new JsonObject { ["node.alpha.kubernetes.io/ttl"] = "0" } } };
            using var made = await http.PostAsync("api/v1/nodes", Body(node, "application/json"), cancellationToken);
            made.EnsureSuccessStatusCode();
            using var set = await http.PatchAsync($"api/v1/nodes/node-{i}/status", Body(Status(), "application/strategic-merge-patch+json"), cancellationToken);
            set.EnsureSuccessStatusCode();
        }
    }

    private static JsonObject Status()
    {
        static JsonObject Resources() => new() { ["cpu"] = "8", ["memory"] = "32Gi", ["pods"] = "110", ["ephemeral-storage"] = "100Gi" };
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        var info = new JsonObject
        {
            ["kubeletVersion"] = "v1.28.0",
            ["osImage"] = "fake",
            ["kernelVersion"] = "6",
            ["containerRuntimeVersion"] = "fake://1",
            ["architecture"] = "amd64",
            ["operatingSystem"] = "linux",
            ["machineID"] = "",
            ["systemUUID"] = "",
            ["bootID"] = "",
            ["kubeProxyVersion"] = "v1.28.0",
        };
        var ready = new JsonObject { ["type"] = "Ready", ["status"] = "True", ["reason"] = "KubeletReady", ["message"] = "ok", ["lastHeartbeatTime"] = now, ["lastTransitionTime"] = now };
        return new JsonObject { ["status"] = new JsonObject { ["capacity"] = Resources(), ["allocatable"] = Resources(), ["nodeInfo"] = info, ["conditions"] = new JsonArray(ready) } };
    }

    private static StringContent Body(JsonObject body, string type) => new(body.ToJsonString(), new MediaTypeHeaderValue(type));
}

/// <summary>The real clients, by <c>PORTAL_TOOLS_DIR</c> or in the cache of tools.</summary>
internal static class Tools
{
    public static (string? Kubectl, string? Helm) Find()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var folder = Environment.GetEnvironmentVariable("PORTAL_TOOLS_DIR") ?? Path.Combine(cache, "kurator-portal", "tools");
        return (In(folder, "kubectl"), In(folder, "helm"));
    }

    private static string? In(string folder, string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;
}

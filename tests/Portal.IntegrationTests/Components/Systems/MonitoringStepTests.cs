using System.Text.Json.Nodes;
using ClusterSim.Control;
using k8s;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.Prometheus;
using Portal.Jobs.Components.Systems.Thanos;

namespace Portal.IntegrationTests.Components.Systems;

public sealed class MonitoringStepTests(SystemClusters clusters) : IClassFixture<SystemClusters>
{
    private const string Store = "type: S3\nconfig:\n  bucket: metrics\n  secret_key: hush\n";
    private const string Slices = "discovery.k8s.io/v1";

    [Fact]
    public async Task ObjectStore_IsWhereTheReadersLook_AndGoes()
    {
        var system = new SystemBench(clusters, "thanos");
        var (member, host) = (await system.AddAsync("member"), await system.AddAsync("host"));
        system.Settings["objectStore"] = Store;
        foreach (var one in new[] { member, host })
        {
            await system.RunAsync<ThanosObjectStoreStep>(one);
            await system.RunAsync<ThanosObjectStoreStep>(one);
        }

        Assert.Equal(Store, await system.SecretAsync(member, "monitoring", "thanos-objstore", "objstore.yml"));
        Assert.Equal(Store, await system.SecretAsync(host, "thanos", "thanos-objstore", "objstore.yml"));
        Assert.Null(await system.FindAsync(host, "v1", "Namespace", null, "monitoring"));
        Assert.Contains(Store, system.Operation.Secrets);
        Assert.Empty(system.Faults(member).Concat(system.Faults(host)));
        await system.UndoAsync<ThanosObjectStoreStep>(member);
        var home = await system.FindAsync(member, "v1", "Namespace", null, "monitoring");
        Assert.True(home is null || home["metadata"]!["deletionTimestamp"] is not null);
    }

    [Theory]
    [InlineData("", "type")]
    [InlineData("type: S3", "config")]
    [InlineData("type: [", "YAML")]
    public async Task ObjectStore_ThatThanosCannotRead_IsRefusedWithoutSayingIt(string store, string named)
    {
        var system = new SystemBench(clusters, "thanos");
        var member = await system.AddAsync("member");
        system.Settings["objectStore"] = store;

        var problem = await system.FailAsync<ThanosObjectStoreStep>(member);

        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains(named, problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sidecars_OfAllMembers_AreBehindOneNameForEachPort()
    {
        var system = new SystemBench(clusters, "thanos");
        var (one, two, three, host) = (await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("host"));
        await SidecarAsync(system, one, "203.0.113.11");
        await SidecarAsync(system, two, "203.0.113.12");
        await system.ServiceAsync(three, "monitoring", "prometheus-thanos-external", "NodePort", "grpc", 10901, nodePort: 30901);

        await system.RunAsync<ThanosSidecarsStep>(host);
        var before = await system.ContentAsync(host, "v1", "Service", "thanos", "thanos-sidecars");
        await system.RunAsync<ThanosSidecarsStep>(host);

        Assert.Equal(before, await system.ContentAsync(host, "v1", "Service", "thanos", "thanos-sidecars"));
        var service = (await system.ReadAsync(host, "v1", "Service", "thanos", "thanos-sidecars"))["spec"]!;
        Assert.Equal("None", (string?)service["clusterIP"]);
        Assert.Null(service["selector"]);
        Assert.Equal(("grpc", 10901), ((string?)service["ports"]![0]!["name"], (int?)service["ports"]![0]!["port"]));
        var slice = await system.ReadAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv4-10901");
        Assert.Equal("thanos-sidecars", (string?)slice["metadata"]!["labels"]!["kubernetes.io/service-name"]);
        Assert.Equal("kurator-portal", (string?)slice["metadata"]!["labels"]!["endpointslice.kubernetes.io/managed-by"]);
        Assert.Equal("IPv4", (string?)slice["addressType"]);
        Assert.Equal(["203.0.113.11", "203.0.113.12"], Addresses(slice));
        Assert.Equal(("grpc", 10901, "TCP"), ((string?)slice["ports"]![0]!["name"], (int?)slice["ports"]![0]!["port"], (string?)slice["ports"]![0]!["protocol"]));
        var byNode = await system.ReadAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv4-30901");
        Assert.Single(Addresses(byNode));
        Assert.Empty(system.Faults(host));
    }

    [Fact]
    public async Task Sidecars_AreFollowed_AndGo()
    {
        var system = new SystemBench(clusters, "thanos");
        var (one, two, host) = (await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("host"));
        await SidecarAsync(system, one, "203.0.113.11");
        await SidecarAsync(system, two, "2001:db8::12");
        await system.RunAsync<ThanosSidecarsStep>(host);
        Assert.Equal(["2001:db8::12"], Addresses(await system.ReadAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv6-10901")));

        await system.AddressAsync(two, "monitoring", "prometheus-thanos-external", "203.0.113.99");
        await system.RunAsync<ThanosSidecarsStep>(host);

        Assert.Equal(["203.0.113.11", "203.0.113.99"], Addresses(await system.ReadAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv4-10901")));
        Assert.Null(await system.FindAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv6-10901"));
        await system.UndoAsync<ThanosSidecarsStep>(host);
        Assert.Null(await system.FindAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv4-10901"));
        Assert.Null(await system.FindAsync(host, "v1", "Service", "thanos", "thanos-sidecars"));
    }

    [Fact]
    public async Task Sidecars_AMemberWithoutAddressAndOneThatIsAway_KeepNobodyFromTheOthers()
    {
        var system = new SystemBench(clusters, "thanos");
        var (there, bare, away, host) = (await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("host"));
        await SidecarAsync(system, there, "203.0.113.21");
        await system.ServiceAsync(bare, "monitoring", "prometheus-thanos-external", "LoadBalancer", "grpc", 10901, loadBalancerClass: "example.com/none");
        clusters.Sim.Cluster(away.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });

        var first = await system.FailAsync<ThanosSidecarsStep>(host);
        Assert.Equal(["203.0.113.21"], Addresses(await system.ReadAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv4-10901")));
        await system.RunAsync<ThanosSidecarsStep>(host, attempt: 3);

        Assert.Equal(ProblemKind.Unavailable, first.Kind);
        Assert.Contains(bare.ClusterName, system.Operation.Report, StringComparison.Ordinal);
        Assert.Contains(away.ClusterName, system.Operation.Report, StringComparison.Ordinal);
        Assert.DoesNotContain(there.ClusterName, system.Operation.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sidecars_AMemberThatDies_StaysWhereItWas_AndTheOthersAreFollowed()
    {
        var system = new SystemBench(clusters, "thanos");
        var (there, dies, host) = (await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("host"));
        await SidecarAsync(system, there, "203.0.113.61");
        await SidecarAsync(system, dies, "203.0.113.62");
        await system.RunAsync<ThanosSidecarsStep>(host);
        clusters.Sim.Cluster(dies.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });

        Assert.False(await system.LookAsync<ThanosSidecarsStep>(host));
        await system.AddressAsync(there, "monitoring", "prometheus-thanos-external", "203.0.113.69");
        Assert.True(await system.LookAsync<ThanosSidecarsStep>(host));
        await system.RunAsync<ThanosSidecarsStep>(host);

        Assert.Equal(["203.0.113.62", "203.0.113.69"], Addresses(await system.ReadAsync(host, Slices, "EndpointSlice", "thanos", "thanos-sidecars-ipv4-10901")));
        Assert.Equal($"1 of 2 answer; at their last address: {dies.ClusterName}", system.Operation.Report);
        Assert.Empty(system.Faults(host));
    }

    [Fact]
    public async Task Sidecars_WhereSomebodyHasThatName_AreRefused()
    {
        var system = new SystemBench(clusters, "thanos");
        var (member, host) = (await system.AddAsync("member"), await system.AddAsync("host"));
        await SidecarAsync(system, member, "203.0.113.31");
        await system.ServiceAsync(host, "thanos", "thanos-sidecars", "ClusterIP", "grpc", 10901);

        var problem = await system.FailAsync<ThanosSidecarsStep>(host);
        await system.UndoAsync<ThanosSidecarsStep>(host);

        Assert.Equal(ProblemKind.Conflict, problem.Kind);
        Assert.NotNull(await system.FindAsync(host, "v1", "Service", "thanos", "thanos-sidecars"));
    }

    [Fact]
    public async Task Federation_OfATree_GathersEachClusterOnce()
    {
        var system = new SystemBench(clusters, "prometheus-federation");
        var (leaf, alone, relay, parent) = (await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("relay"), await system.AddAsync("parent"));
        system.Settings["relays"] = new JsonObject { [leaf.ClusterName] = relay.ClusterName };
        await PrometheusAsync(system, leaf, "203.0.113.41");
        await PrometheusAsync(system, alone, null, "prom.example.com");
        await PrometheusAsync(system, relay, "203.0.113.43");

        await system.RunAsync<PrometheusFederationStep>(relay);
        await system.RunAsync<PrometheusFederationStep>(parent);
        await system.RunAsync<PrometheusFederationStep>(parent);

        var below = await JobsAsync(system, relay);
        var job = Assert.Single(below)!;
        Assert.Equal($"federate-{leaf.ClusterName}", (string?)job["job_name"]);
        Assert.True((bool?)job["honor_labels"]);
        Assert.Equal("/federate", (string?)job["metrics_path"]);
        Assert.Equal(["{__name__=~\".+:.+\"}", "{__name__=\"up\"}"], job["params"]!["match[]"]!.AsArray().Select(text => (string?)text));
        Assert.Equal("203.0.113.41:9090", (string?)job["static_configs"]![0]!["targets"]![0]);
        var above = await JobsAsync(system, parent);
        Assert.Equal(["prom.example.com:9090", "203.0.113.43:9090"], above.Select(item => (string?)item!["static_configs"]![0]!["targets"]![0]));
        Assert.Empty(system.Faults(parent).Concat(system.Faults(relay)));

        await system.UndoAsync<PrometheusFederationStep>(parent);
        Assert.Null(await system.FindAsync(parent, "v1", "Secret", "monitoring", "kurator-portal-federation"));
    }

    [Fact]
    public async Task Federation_FollowsAddressesAndWhatIsGathered()
    {
        var system = new SystemBench(clusters, "prometheus-federation");
        var (member, parent) = (await system.AddAsync("member"), await system.AddAsync("parent"));
        await PrometheusAsync(system, member, "203.0.113.51");
        await system.RunAsync<PrometheusFederationStep>(parent);
        await system.AddressAsync(member, "monitoring", "prometheus-prometheus", "2001:db8::51");
        system.Settings["match"] = new JsonArray("{job=\"node\"}");

        await system.RunAsync<PrometheusFederationStep>(parent);

        var job = Assert.Single(await JobsAsync(system, parent))!;
        Assert.Equal("[2001:db8::51]:9090", (string?)job["static_configs"]![0]!["targets"]![0]);
        Assert.Equal(["{job=\"node\"}"], job["params"]!["match[]"]!.AsArray().Select(text => (string?)text));
    }

    [Fact]
    public async Task Federation_AMemberThatDies_StaysWhereItWas_AndTheOthersAreFollowed()
    {
        var system = new SystemBench(clusters, "prometheus-federation");
        var (there, dies, parent) = (await system.AddAsync("member"), await system.AddAsync("member"), await system.AddAsync("parent"));
        await PrometheusAsync(system, there, "203.0.113.71");
        await PrometheusAsync(system, dies, "2001:db8::72");
        await system.RunAsync<PrometheusFederationStep>(parent);
        clusters.Sim.Cluster(dies.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });

        Assert.False(await system.LookAsync<PrometheusFederationStep>(parent));
        await system.AddressAsync(there, "monitoring", "prometheus-prometheus", "203.0.113.79");
        Assert.True(await system.LookAsync<PrometheusFederationStep>(parent));
        await system.RunAsync<PrometheusFederationStep>(parent);
        Assert.Equal(["203.0.113.79:9090", "[2001:db8::72]:9090"], await TargetsAsync(system, parent));

        // Once it answers, what it says counts: its service is gone.
        clusters.Sim.Cluster(dies.ClusterName).Faults.Clear();
        await (await system.AdminAsync(dies)).CoreV1.DeleteNamespacedServiceAsync("prometheus-prometheus", "monitoring", cancellationToken: TestContext.Current.CancellationToken);
        await system.RunAsync<PrometheusFederationStep>(parent, attempt: 3);
        Assert.Equal(["203.0.113.79:9090"], await TargetsAsync(system, parent));
    }

    [Fact]
    public async Task Federation_WithoutAnyAddress_GivesPrometheusAnEmptyListAndWaits()
    {
        var system = new SystemBench(clusters, "prometheus-federation");
        var (member, parent) = (await system.AddAsync("member"), await system.AddAsync("parent"));

        var problem = await system.FailAsync<PrometheusFederationStep>(parent);

        Assert.Equal(ProblemKind.Unavailable, problem.Kind);
        Assert.Contains(member.ClusterName, problem.What, StringComparison.Ordinal);
        Assert.Empty(await JobsAsync(system, parent));
    }

    private static async Task<JsonArray> JobsAsync(SystemBench system, SystemMember gathering) =>
        JsonNode.Parse(await system.SecretAsync(gathering, "monitoring", "kurator-portal-federation", "prometheus-additional.yaml"))!.AsArray();

    private static async Task<IEnumerable<string?>> TargetsAsync(SystemBench system, SystemMember gathering) =>
        (await JobsAsync(system, gathering)).Select(job => (string?)job!["static_configs"]![0]!["targets"]![0]);

    private static async Task SidecarAsync(SystemBench system, SystemMember member, string address)
    {
        await system.ServiceAsync(member, "monitoring", "prometheus-thanos-external", "LoadBalancer", "grpc", 10901, loadBalancerClass: "example.com/none");
        await system.AddressAsync(member, "monitoring", "prometheus-thanos-external", address);
    }

    private static async Task PrometheusAsync(SystemBench system, SystemMember member, string? address, string? hostname = null)
    {
        await system.ServiceAsync(member, "monitoring", "prometheus-prometheus", "LoadBalancer", "http-web", 9090, loadBalancerClass: "example.com/none");
        await system.AddressAsync(member, "monitoring", "prometheus-prometheus", address, hostname);
    }

    private static IEnumerable<string?> Addresses(JsonObject slice) => slice["endpoints"]!.AsArray().Select(endpoint => (string?)endpoint!["addresses"]![0]);
}

using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Portal.Core.Components.Planning;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>Meshes, networks, federations and policies over three clusters: planned, applied with the real helm, and looked at on each side.</summary>
public sealed class MultiClusterTests(MultiClusterEstate estate) : IClassFixture<MultiClusterEstate>
{
    private const string Mesh = "istio-system";
    private const string Istio = "networking.istio.io/v1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Istio_OverThreeClusters_SharesARoot_AndReadsTheRemotesWithNoMoreThanItNeeds()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var (primary, one, two) = await ThreeAsync();
        var plan = await estate.ApplyAsync(new PlanSystem("istio-multicluster", Members:
        [
            new PlanMember(primary.Id, "primary", "network1"), new PlanMember(one.Id, "remote", "network2"), new PlanMember(two.Id, "remote", "network3"),
        ]));

        var roots = new HashSet<string>();
        foreach (var (member, network) in new[] { (primary.Name, "network1"), (one.Name, "network2"), (two.Name, "network3") })
        {
            var home = (await estate.ReadAsync(member, "v1", "Namespace", null, Mesh))["metadata"]!;
            Assert.Equal(network, (string?)home["labels"]!["topology.istio.io/network"]);
            Assert.Equal(member == primary.Name ? null : primary.Name, (string?)home["annotations"]?["topology.istio.io/controlPlaneClusters"]);
            roots.Add(await estate.SecretAsync(member, Mesh, "cacerts", "root-cert.pem"));
            var gateway = await estate.ReadAsync(member, "v1", "Service", Mesh, "istio-eastwestgateway");
            Assert.Equal((network, "LoadBalancer"), ((string?)gateway["metadata"]!["labels"]!["topology.istio.io/network"], (string?)gateway["spec"]!["type"]));
            Assert.Equal("eastwestgateway", (string?)gateway["metadata"]!["labels"]!["istio"]);
            var global = (await estate.ValuesAsync(member, Mesh, "istiod"))["global"]!;
            Assert.Equal(("mesh1", member, network), ((string?)global["meshID"], (string?)global["multiCluster"]!["clusterName"], (string?)global["network"]));
        }

        Assert.Single(roots);
        await AssertControlPlaneAsync(primary.Name, one.Name, two.Name);
        await AssertRemoteAsync(primary.Name, one.Name);
        await AssertRemoteAsync(primary.Name, two.Name);
        Assert.Empty(estate.Faults(primary.Name, one.Name, two.Name));

        await estate.ApplyAsync(new PlanSystem("istio-multicluster", SystemWishKind.Uninstall, SystemId(plan)));
        Assert.Null(await estate.FindAsync(primary.Name, "v1", "Secret", Mesh, $"istio-remote-secret-{one.Name}"));
        Assert.Null(await estate.FindAsync(primary.Name, Istio, "Gateway", Mesh, "istiod-gateway"));
        Assert.Null(await estate.FindAsync(two.Name, "v1", "Secret", Mesh, "cacerts"));
    }

    [Fact]
    public async Task Submariner_WhereClustersShareAddresses_IsRefused_AndWithGlobalnetGivesEachItsOwn()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var (broker, one, two) = await ThreeAsync();
        foreach (var member in new[] { one.Name, two.Name })
        {
            await ControllersAsync(member);
        }

        var wish = new PlanSystem("submariner", Members: [new PlanMember(broker.Id, "broker"), new PlanMember(one.Id, "member"), new PlanMember(two.Id, "member")]);
        var refused = await estate.PlanAsync(new PlanRequest([], Systems: [wish]));
        Assert.Contains(refused.Refusals, refusal => refusal.Problem.Why.Contains("10.100.0.0/24", StringComparison.Ordinal));
        Assert.DoesNotContain(refused.Changes, view => view.Change.Component == "submariner-operator");

        await estate.ApplyAsync(wish with { Settings = "globalnet: true\ncableDriver: wireguard" });

        var keys = new HashSet<string>();
        var ranges = new HashSet<string>();
        var server = estate.Sim.ServerOf(broker.Name);
        foreach (var member in new[] { one.Name, two.Name })
        {
            var spec = (await estate.ReadAsync(member, "submariner.io/v1alpha1", "Submariner", "submariner-operator", "submariner"))["spec"]!;
            Assert.Equal($"{server.Host}:{server.Port}{server.AbsolutePath.TrimEnd('/')}", (string?)spec["brokerK8sApiServer"]);
            Assert.Equal(await estate.SecretAsync(broker.Name, "submariner-k8s-broker", "submariner-k8s-broker-client-token", "token"), (string?)spec["brokerK8sApiServerToken"]);
            Assert.Equal("submariner-k8s-broker", (string?)spec["brokerK8sRemoteNamespace"]);
            Assert.Equal((member, "10.244.0.0/16", "10.96.0.0/12", "wireguard"),
                ((string?)spec["clusterID"], (string?)spec["clusterCIDR"], (string?)spec["serviceCIDR"], (string?)spec["cableDriver"]));
            keys.Add((string)spec["ceIPSecPSK"]!);
            ranges.Add((string)spec["globalCIDR"]!);
            Assert.True((bool?)(await estate.ValuesAsync(member, "submariner-operator", "submariner-operator"))["broker"]!["globalnet"]);
            using var admin = estate.Admin(member);
            Assert.Single((await admin.CoreV1.ListNodeAsync(labelSelector: "submariner.io/gateway=true", cancellationToken: Token)).Items);
        }

        Assert.Single(keys);
        Assert.Equal(["242.0.0.0/16", "242.1.0.0/16"], ranges.Order());
        Assert.Empty(estate.Faults(broker.Name, one.Name, two.Name));
    }

    [Fact]
    public async Task Prometheus_OnThreeLevels_EachGathersFromThoseBelow()
    {
        var (leaf, relay, parent) = await ThreeAsync();
        await estate.ApplyAsync(new PlanSystem("prometheus-federation",
            Members: [new PlanMember(leaf.Id, "member"), new PlanMember(relay.Id, "relay"), new PlanMember(parent.Id, "parent")],
            Settings: $"relays: {{ {leaf.Name}: {relay.Name} }}"));

        foreach (var (above, below) in new[] { (relay.Name, leaf.Name), (parent.Name, relay.Name) })
        {
            var job = Assert.Single(JsonNode.Parse(await estate.SecretAsync(above, "monitoring", "kurator-portal-federation", "prometheus-additional.yaml"))!.AsArray())!;
            Assert.Equal(($"federate-{below}", "/federate", true), ((string?)job["job_name"], (string?)job["metrics_path"], (bool)job["honor_labels"]!));
            Assert.Equal($"{await AddressAsync(below, "monitoring", "prometheus-prometheus")}:9090", (string?)job["static_configs"]![0]!["targets"]![0]);
            var spec = (await PrometheusAsync(above))["additionalScrapeConfigs"]!;
            Assert.Equal(("kurator-portal-federation", "prometheus-additional.yaml"), ((string?)spec["name"], (string?)spec["key"]));
        }

        foreach (var member in new[] { leaf.Name, relay.Name, parent.Name })
        {
            Assert.Equal((member, "components"), ((string?)(await PrometheusAsync(member))["externalLabels"]!["cluster"], (string?)(await PrometheusAsync(member))["externalLabels"]!["fleet"]));
        }

        Assert.Null((await PrometheusAsync(leaf.Name))["additionalScrapeConfigs"]);
        Assert.Empty(estate.Faults(leaf.Name, relay.Name, parent.Name));
    }

    [Fact]
    public async Task Thanos_OverThreeClusters_AsksEachSidecar_AndAllShareAStore()
    {
        const string store = "type: S3\nconfig:\n  bucket: metrics\n  secret_key: hush\n";
        var (one, two, host) = await ThreeAsync();
        var plan = await estate.ApplyAsync(new PlanSystem("thanos",
            Members: [new PlanMember(one.Id, "member"), new PlanMember(two.Id, "member"), new PlanMember(host.Id, "host")],
            Settings: new JsonObject { ["objectStore"] = store }.ToJsonString()));

        foreach (var member in new[] { one.Name, two.Name })
        {
            Assert.Equal(store, await estate.SecretAsync(member, "monitoring", "thanos-objstore", "objstore.yml"));
            var spec = await PrometheusAsync(member);
            Assert.Equal((member, true), ((string?)spec["externalLabels"]!["cluster"], (bool?)spec["disableCompaction"]));
            Assert.Equal(("thanos-objstore", "objstore.yml"), ((string?)spec["thanos"]!["objectStorageConfig"]!["name"], (string?)spec["thanos"]!["objectStorageConfig"]!["key"]));
        }

        Assert.Equal(store, await estate.SecretAsync(host.Name, "thanos", "thanos-objstore", "objstore.yml"));
        Assert.Equal(["dnssrv+_grpc._tcp.thanos-sidecars.thanos.svc.cluster.local"],
            (await estate.ValuesAsync(host.Name, "thanos", "thanos"))["query"]!["endpoints"]!["static"]!.AsArray().Select(endpoint => (string?)endpoint));
        var slice = await estate.ReadAsync(host.Name, "discovery.k8s.io/v1", "EndpointSlice", "thanos", "thanos-sidecars-ipv4-10901");
        // Simulated clusters may give out the same address: it stands there once.
        string?[] sidecars = [await AddressAsync(one.Name, "monitoring", "prometheus-thanos-external"), await AddressAsync(two.Name, "monitoring", "prometheus-thanos-external")];
        Assert.Equal(sidecars.Distinct().Order(), slice["endpoints"]!.AsArray().Select(endpoint => (string?)endpoint!["addresses"]![0]).Order());
        Assert.Empty(estate.Faults(one.Name, two.Name, host.Name));

        await estate.ApplyAsync(new PlanSystem("thanos", SystemWishKind.Uninstall, SystemId(plan)));
        Assert.Null(await estate.FindAsync(host.Name, "v1", "Service", "thanos", "thanos-sidecars"));
        Assert.Null(await estate.FindAsync(host.Name, "v1", "Secret", "thanos", "thanos-objstore"));
        Assert.Null(await estate.FindAsync(two.Name, "v1", "Secret", "monitoring", "thanos-objstore"));
    }

    [Fact]
    public async Task Kappital_WithAManagerAndTwoEngines_HasEachWhereItBelongs()
    {
        var (manager, one, two) = await ThreeAsync();
        var plan = await estate.ApplyAsync(new PlanSystem("kappital",
            Members: [new PlanMember(manager.Id, "manager"), new PlanMember(one.Id, "engine"), new PlanMember(two.Id, "engine")],
            Parts: [new PlanPart("kappital-manager", Values: "manager:\n  service:\n    clusterIP: 10.96.0.77\n")]));

        Assert.Equal("10.96.0.77", (string?)(await estate.ValuesAsync(manager.Name, "kappital-system", "kappital-manager"))["manager"]!["service"]!["clusterIP"]);
        Assert.NotNull(await DeploymentAsync(manager.Name, "kappital-manager"));
        Assert.Null(await DeploymentAsync(manager.Name, "kappital-engine"));
        foreach (var engine in new[] { one.Name, two.Name })
        {
            Assert.NotNull(await DeploymentAsync(engine, "kappital-engine"));
            Assert.Null(await DeploymentAsync(engine, "kappital-manager"));
            Assert.NotNull(await estate.FindAsync(engine, "apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "servicepackages.core.kappital.io"));
        }

        await estate.ApplyAsync(new PlanSystem("kappital", SystemWishKind.Uninstall, SystemId(plan)));
        Assert.Null(await DeploymentAsync(manager.Name, "kappital-manager"));
        Assert.Null(await DeploymentAsync(two.Name, "kappital-engine"));
    }

    [Fact]
    public async Task Kyverno_WithTheBaseline_ChecksAllThree_AndIsMadeStricterByAChange()
    {
        var (one, two, three) = await ThreeAsync();
        var names = new[] { one.Name, two.Name, three.Name };
        var plan = await estate.ApplyAsync(new PlanSystem("kyverno",
            Members: [new PlanMember(one.Id, "member"), new PlanMember(two.Id, "member"), new PlanMember(three.Id, "member")], Parts: [new PlanPart("kyverno-policies")]));

        foreach (var member in names)
        {
            Assert.Equal("Audit", (string?)(await PolicyAsync(member, "disallow-privileged-containers"))!["spec"]!["validationFailureAction"]);
            Assert.Null(await PolicyAsync(member, "require-run-as-nonroot"));
        }

        await estate.ApplyAsync(new PlanSystem("kyverno", SystemWishKind.Change, SystemId(plan),
            Parts: [new PlanPart("kyverno-policies", Values: "podSecurityStandard: restricted\nvalidationFailureAction: Enforce\n")]));

        foreach (var member in names)
        {
            Assert.Equal("Enforce", (string?)(await PolicyAsync(member, "require-run-as-nonroot"))!["spec"]!["validationFailureAction"]);
        }

        Assert.Empty(estate.Faults(names));
    }

    private static Guid SystemId(ComponentPlanDetail plan) => Assert.Single(plan.Request.Systems!).Id!.Value;

    private async Task<((string Name, Guid Id) One, (string Name, Guid Id) Two, (string Name, Guid Id) Three)> ThreeAsync() =>
        (await estate.JoinAsync(), await estate.JoinAsync(), await estate.JoinAsync());

    private async Task<string?> AddressAsync(string member, string @namespace, string service) =>
        (string?)(await estate.ReadAsync(member, "v1", "Service", @namespace, service))["status"]!["loadBalancer"]!["ingress"]![0]!["ip"];

    private async Task<JsonNode> PrometheusAsync(string member) =>
        (await estate.ReadAsync(member, "monitoring.coreos.com/v1", "Prometheus", "monitoring", "prometheus"))["spec"]!;

    private Task<JsonObject?> DeploymentAsync(string member, string name) => estate.FindAsync(member, "apps/v1", "Deployment", "kappital-system", name);

    private Task<JsonObject?> PolicyAsync(string member, string name) => estate.FindAsync(member, "kyverno.io/v1", "ClusterPolicy", null, name);

    /// <summary>The primary lets the remotes in; these look for it at its gateway.</summary>
    private async Task AssertControlPlaneAsync(string primary, params string[] remotes)
    {
        var entry = (await estate.ReadAsync(primary, Istio, "Gateway", Mesh, "istiod-gateway"))["spec"]!;
        Assert.Equal("eastwestgateway", (string?)entry["selector"]!["istio"]);
        Assert.Equal([15012, 15017], entry["servers"]!.AsArray().Select(server => (int)server!["port"]!["number"]!));
        var way = (await estate.ReadAsync(primary, Istio, "VirtualService", Mesh, "istiod-vs"))["spec"]!;
        Assert.Equal("istiod-gateway", (string?)way["gateways"]![0]);
        var cross = (await estate.ReadAsync(primary, Istio, "Gateway", Mesh, "cross-network-gateway"))["spec"]!["servers"]![0]!;
        Assert.Equal((15443, "AUTO_PASSTHROUGH", "*.local"), ((int)cross["port"]!["number"]!, (string?)cross["tls"]!["mode"], (string?)cross["hosts"]![0]));
        Assert.True((bool?)(await estate.ValuesAsync(primary, Mesh, "istiod"))["global"]!["externalIstiod"]);
        var address = await AddressAsync(primary, Mesh, "istio-eastwestgateway");
        foreach (var remote in remotes)
        {
            var values = await estate.ValuesAsync(remote, Mesh, "istiod");
            Assert.Equal(address, (string?)values["global"]!["remotePilotAddress"]);
            Assert.StartsWith($"/inject/cluster/{remote}/net/", (string?)values["istiodRemote"]!["injectionPath"], StringComparison.Ordinal);
            Assert.Null(await estate.FindAsync(remote, "apps/v1", "Deployment", Mesh, "istiod"));
        }
    }

    /// <summary>The primary's Secret for a remote opens it as Istio's reader, never as an administrator.</summary>
    private async Task AssertRemoteAsync(string primary, string remote)
    {
        var secret = await estate.ReadAsync(primary, "v1", "Secret", Mesh, $"istio-remote-secret-{remote}");
        Assert.Equal("true", (string?)secret["metadata"]!["labels"]!["istio/multiCluster"]);
        Assert.Equal(remote, (string?)secret["metadata"]!["annotations"]!["networking.istio.io/cluster"]);
        var kubeconfig = await estate.SecretAsync(primary, Mesh, $"istio-remote-secret-{remote}", remote);
        var user = JsonNode.Parse(kubeconfig)!["users"]![0]!["user"]!.AsObject();
        Assert.Equal(["token"], user.Select(pair => pair.Key));
        Assert.Equal(await estate.SecretAsync(remote, Mesh, "istio-reader-service-account-istio-remote-secret-token", "token"), (string?)user["token"]);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
        using var reader = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(file));
        Assert.True(await MayAsync(reader, "list", "pods"));
        foreach (var (verb, resource) in new[] { ("create", "pods"), ("get", "secrets"), ("delete", "namespaces"), ("*", "*") })
        {
            Assert.False(await MayAsync(reader, verb, resource), $"{verb} {resource}");
        }
    }

    private static async Task<bool> MayAsync(k8s.Kubernetes client, string verb, string resource) => (await client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
        new V1SelfSubjectAccessReview { Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Verb = verb, Resource = resource } } },
        cancellationToken: Token)).Status.Allowed;

    /// <summary>The pod that tells on real clusters which addresses they share out: the same on each.</summary>
    private async Task ControllersAsync(string member)
    {
        using var admin = estate.Admin(member);
        await admin.CoreV1.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "kube-controller-manager", Labels = new Dictionary<string, string> { ["tier"] = "control-plane" } },
                Spec = new V1PodSpec
                {
                    Containers =
                    [
                        new V1Container { Name = "main", Image = "kube-controller-manager", Command = ["kube-controller-manager", "--cluster-cidr=10.244.0.0/16", "--service-cluster-ip-range=10.96.0.0/12"] },
                    ],
                },
            },
            "kube-system", cancellationToken: Token);
    }
}

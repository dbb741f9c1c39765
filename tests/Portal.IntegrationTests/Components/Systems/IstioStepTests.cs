using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.Istio;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components.Systems;

public sealed class IstioStepTests(SystemClusters clusters) : IClassFixture<SystemClusters>
{
    private const string Home = "istio-system";
    private const string Reader = "istio-reader-service-account";
    private const string TokenSecret = "istio-reader-service-account-istio-remote-secret-token";
    private const string Istio = "networking.istio.io/v1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Network_LabelsTheNamespaceAndNamesTheLeaderOnRemotes()
    {
        var (mesh, primary, remote, _) = await MeshAsync();

        await mesh.RunAsync<IstioNetworkStep>(primary);
        await mesh.RunAsync<IstioNetworkStep>(remote);

        var (here, there) = (await NamespaceAsync(mesh, primary), await NamespaceAsync(mesh, remote));
        Assert.Equal("network1", (string?)here["metadata"]!["labels"]!["topology.istio.io/network"]);
        Assert.Null(here["metadata"]!["annotations"]?["topology.istio.io/controlPlaneClusters"]);
        Assert.Equal("network2", (string?)there["metadata"]!["labels"]!["topology.istio.io/network"]);
        Assert.Equal(primary.ClusterName, (string?)there["metadata"]!["annotations"]!["topology.istio.io/controlPlaneClusters"]);
    }

    [Fact]
    public async Task Network_OfANamespaceThatWasThere_GoesAndLeavesTheRest()
    {
        var (mesh, _, remote, _) = await MeshAsync();
        await (await mesh.AdminAsync(remote)).CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = Home, Labels = new Dictionary<string, string> { ["team"] = "mesh" } } }, cancellationToken: Token);

        await mesh.RunAsync<IstioNetworkStep>(remote);
        await mesh.UndoAsync<IstioNetworkStep>(remote);

        var left = (await NamespaceAsync(mesh, remote))["metadata"]!;
        Assert.Equal(["kubernetes.io/metadata.name", "team"], left["labels"]!.AsObject().Select(label => label.Key).Order());
        Assert.Null(left["annotations"]);
    }

    [Fact]
    public async Task Network_OfSomebodyElse_IsAConflictThatNamesTheOwner()
    {
        var (mesh, primary, _, _) = await MeshAsync();
        await (await mesh.AdminAsync(primary)).CoreV1.CreateNamespaceAsync(
            new V1Namespace { Metadata = new V1ObjectMeta { Name = Home, Labels = new Dictionary<string, string> { ["topology.istio.io/network"] = "other" } } },
            fieldManager: "somebody", cancellationToken: Token);

        var problem = await mesh.FailAsync<IstioNetworkStep>(primary);

        Assert.Equal(ProblemKind.Conflict, problem.Kind);
        Assert.Contains("somebody", problem.Why, StringComparison.Ordinal);
        Assert.Equal("other", (string?)(await NamespaceAsync(mesh, primary))["metadata"]!["labels"]!["topology.istio.io/network"]);
    }

    [Fact]
    public async Task Certificates_OfThreeClusters_AreUnderOneRootAndSurviveASecondRun()
    {
        var (mesh, primary, remote, other) = await MeshAsync();
        SystemMember[] all = [primary, remote, other];

        await Task.WhenAll(all.Select(member => mesh.RunAsync<IstioCertificatesStep>(member)));

        var roots = new HashSet<string>();
        foreach (var member in all)
        {
            var secret = await mesh.ReadAsync(member, "v1", "Secret", Home, "cacerts");
            Assert.Equal("Opaque", (string?)secret["type"]);
            Assert.Equal(["ca-cert.pem", "ca-key.pem", "cert-chain.pem", "root-cert.pem"], secret["data"]!.AsObject().Select(pair => pair.Key).Order(StringComparer.Ordinal));
            var root = await mesh.SecretAsync(member, Home, "cacerts", "root-cert.pem");
            var own = await mesh.SecretAsync(member, Home, "cacerts", "ca-cert.pem");
            Assert.Equal(own + root, await mesh.SecretAsync(member, Home, "cacerts", "cert-chain.pem"));
            var key = await mesh.SecretAsync(member, Home, "cacerts", "ca-key.pem");
            using var certificate = X509Certificate2.CreateFromPem(own, key);
            Assert.Contains($"L={member.ClusterName}", certificate.Subject, StringComparison.Ordinal);
            roots.Add(root);
        }

        Assert.Single(roots);
        Assert.DoesNotContain(mesh.Operation.Lines, line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
        var (secrets, home) = (await mesh.ContentAsync(remote, "v1", "Secret", Home, "cacerts"), await mesh.ContentAsync(remote, "v1", "Namespace", null, Home));
        await mesh.RunAsync<IstioCertificatesStep>(remote);
        Assert.Equal((secrets, home), (await mesh.ContentAsync(remote, "v1", "Secret", Home, "cacerts"), await mesh.ContentAsync(remote, "v1", "Namespace", null, Home)));
        Assert.Empty(all.SelectMany(mesh.Faults));
    }

    [Fact]
    public async Task Certificates_ThatAreNotOurs_AreRefusedAndKept()
    {
        var (mesh, primary, _, _) = await MeshAsync();
        await mesh.NamespaceAsync(primary, Home);
        await (await mesh.AdminAsync(primary)).CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = "cacerts" }, Data = new Dictionary<string, byte[]> { ["ca-cert.pem"] = [1] } }, Home, cancellationToken: Token);

        var problem = await mesh.FailAsync<IstioCertificatesStep>(primary);
        await mesh.UndoAsync<IstioCertificatesStep>(primary);

        Assert.Equal(ProblemKind.Conflict, problem.Kind);
        Assert.Contains("Secret istio-system/cacerts", problem.Why, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Remedy);
        Assert.Equal("AQ==", (string?)(await mesh.ReadAsync(primary, "v1", "Secret", Home, "cacerts"))["data"]!["ca-cert.pem"]);
    }

    [Fact]
    public async Task Certificates_Spoilt_AreMadeAnewUnderTheSameRoot()
    {
        var (mesh, primary, _, _) = await MeshAsync();
        await mesh.RunAsync<IstioCertificatesStep>(primary);
        var (root, old) = (await mesh.SecretAsync(primary, Home, "cacerts", "root-cert.pem"), await mesh.SecretAsync(primary, Home, "cacerts", "ca-cert.pem"));
        await (await mesh.AdminAsync(primary)).CoreV1.PatchNamespacedSecretAsync(
            new V1Patch("""{"data":{"ca-key.pem":"AAAA"}}""", V1Patch.PatchType.MergePatch), "cacerts", Home, cancellationToken: Token);

        await mesh.RunAsync<IstioCertificatesStep>(primary);

        Assert.Equal(root, await mesh.SecretAsync(primary, Home, "cacerts", "root-cert.pem"));
        Assert.NotEqual(old, await mesh.SecretAsync(primary, Home, "cacerts", "ca-cert.pem"));
    }

    [Fact]
    public async Task Undo_OfAllThatPreparesACluster_LeavesNothing()
    {
        var (mesh, _, remote, _) = await MeshAsync();
        await mesh.RunAsync<IstioNetworkStep>(remote);
        await mesh.RunAsync<IstioCertificatesStep>(remote);

        await mesh.UndoAsync<IstioNetworkStep>(remote);
        Assert.NotNull(await mesh.FindAsync(remote, "v1", "Secret", Home, "cacerts"));
        await mesh.UndoAsync<IstioCertificatesStep>(remote);
        await mesh.UndoAsync<IstioCertificatesStep>(remote);

        var home = await mesh.FindAsync(remote, "v1", "Namespace", null, Home);
        Assert.True(home is null || home["metadata"]!["deletionTimestamp"] is not null);
    }

    [Fact]
    public async Task Undo_OfANamespaceThatHoldsSomebodysObject_KeepsBoth()
    {
        var (mesh, primary, _, _) = await MeshAsync();
        await mesh.RunAsync<IstioCertificatesStep>(primary);
        await (await mesh.AdminAsync(primary)).CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "dashboards" } }, Home, cancellationToken: Token);

        await mesh.UndoAsync<IstioCertificatesStep>(primary);

        Assert.Null((await NamespaceAsync(mesh, primary))["metadata"]!["deletionTimestamp"]);
        Assert.NotNull(await mesh.FindAsync(primary, "v1", "ConfigMap", Home, "dashboards"));
        Assert.Null(await mesh.FindAsync(primary, "v1", "Secret", Home, "cacerts"));
    }

    [Fact]
    public async Task GatewayAddress_IsAwaitedAndFollowed()
    {
        var (mesh, primary, _, _) = await MeshAsync();
        var missing = await mesh.FailAsync<IstioGatewayAddressStep>(primary);
        await mesh.ServiceAsync(primary, Home, "istio-eastwestgateway", "LoadBalancer", "tls-istiod", 15012, loadBalancerClass: "example.com/none");
        var waiting = await mesh.FailAsync<IstioGatewayAddressStep>(primary);

        await mesh.AddressAsync(primary, Home, "istio-eastwestgateway", "203.0.113.7");
        await mesh.RunAsync<IstioGatewayAddressStep>(primary);
        var first = await AddressAsync(mesh, primary);
        Assert.False(await mesh.LookAsync<IstioGatewayAddressStep>(primary));
        await mesh.AddressAsync(primary, Home, "istio-eastwestgateway", null, "gw.example.com");
        Assert.True(await mesh.LookAsync<IstioGatewayAddressStep>(primary));
        Assert.Equal(first, await AddressAsync(mesh, primary));
        await mesh.RunAsync<IstioGatewayAddressStep>(primary);

        Assert.Equal((ProblemKind.Unavailable, ProblemKind.Unavailable), (missing.Kind, waiting.Kind));
        Assert.Contains("load balancer", waiting.Why, StringComparison.Ordinal);
        Assert.Equal(("203.0.113.7", "gw.example.com"), (first, await AddressAsync(mesh, primary)));
    }

    [Fact]
    public async Task GatewayAddress_OfAServiceThatNobodyReaches_IsRefusedWithTheRemedy()
    {
        var (mesh, primary, _, _) = await MeshAsync();
        await mesh.ServiceAsync(primary, Home, "istio-eastwestgateway", "ClusterIP", "tls-istiod", 15012);

        var problem = await mesh.FailAsync<IstioGatewayAddressStep>(primary);

        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains("LoadBalancer", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateways_AreThoseOfIstiosSamples()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var (mesh, primary, _, _) = await MeshAsync();
        var early = await mesh.FailAsync<IstioExposeIstiodStep>(primary);
        await mesh.DefineAsync(primary, "istio", "customresourcedefinitions.gen.yaml");
        await mesh.NamespaceAsync(primary, Home);

        await mesh.RunAsync<IstioExposeIstiodStep>(primary);
        await mesh.RunAsync<IstioExposeServicesStep>(primary);
        var before = await mesh.ContentAsync(primary, Istio, "Gateway", Home, "istiod-gateway");
        await mesh.RunAsync<IstioExposeIstiodStep>(primary);

        Assert.Equal(ProblemKind.Unavailable, early.Kind);
        Assert.Equal(before, await mesh.ContentAsync(primary, Istio, "Gateway", Home, "istiod-gateway"));
        AssertSame("""
            {"selector":{"istio":"eastwestgateway"},"servers":[
              {"port":{"number":15012,"name":"tls-istiod","protocol":"TLS"},"tls":{"mode":"PASSTHROUGH"},"hosts":["*"]},
              {"port":{"number":15017,"name":"tls-istiodwebhook","protocol":"TLS"},"tls":{"mode":"PASSTHROUGH"},"hosts":["*"]}]}
            """, await mesh.ReadAsync(primary, Istio, "Gateway", Home, "istiod-gateway"));
        AssertSame("""
            {"hosts":["*"],"gateways":["istiod-gateway"],"tls":[
              {"match":[{"port":15012,"sniHosts":["*"]}],"route":[{"destination":{"host":"istiod.istio-system.svc.cluster.local","port":{"number":15012}}}]},
              {"match":[{"port":15017,"sniHosts":["*"]}],"route":[{"destination":{"host":"istiod.istio-system.svc.cluster.local","port":{"number":443}}}]}]}
            """, await mesh.ReadAsync(primary, Istio, "VirtualService", Home, "istiod-vs"));
        AssertSame("""
            {"selector":{"istio":"eastwestgateway"},"servers":[
              {"port":{"number":15443,"name":"tls","protocol":"TLS"},"tls":{"mode":"AUTO_PASSTHROUGH"},"hosts":["*.local"]}]}
            """, await mesh.ReadAsync(primary, Istio, "Gateway", Home, "cross-network-gateway"));
        Assert.Empty(mesh.Faults(primary));

        await mesh.UndoAsync<IstioExposeServicesStep>(primary);
        await mesh.UndoAsync<IstioExposeIstiodStep>(primary);
        Assert.Null(await mesh.FindAsync(primary, Istio, "Gateway", Home, "istiod-gateway"));
        Assert.Null(await mesh.FindAsync(primary, Istio, "VirtualService", Home, "istiod-vs"));
        Assert.Null(await mesh.FindAsync(primary, Istio, "Gateway", Home, "cross-network-gateway"));
    }

    [Fact]
    public async Task RemoteSecret_IsWhatIstioctlMakes()
    {
        var (mesh, primary, remote, other) = await MeshAsync();
        var early = await mesh.FailAsync<IstioRemoteSecretStep>(remote);
        await mesh.NamespaceAsync(primary, Home);
        foreach (var member in new[] { remote, other })
        {
            await mesh.AccountAsync(member, Home, Reader);
            await SucceedAsync<IstioRemoteSecretStep>(mesh, member);
        }

        var secret = await mesh.ReadAsync(primary, "v1", "Secret", Home, $"istio-remote-secret-{remote.ClusterName}");
        Assert.Equal("true", (string?)secret["metadata"]!["labels"]!["istio/multiCluster"]);
        Assert.Equal(remote.ClusterName, (string?)secret["metadata"]!["annotations"]!["networking.istio.io/cluster"]);
        Assert.Equal([remote.ClusterName], secret["data"]!.AsObject().Select(pair => pair.Key));
        var kubeconfig = await KubeconfigAsync(mesh, primary, remote);
        Assert.Equal(clusters.Sim.ServerOf(remote.ClusterName).AbsoluteUri.TrimEnd('/'), (string?)kubeconfig["clusters"]![0]!["cluster"]!["server"]);
        Assert.Equal(clusters.Sim.CaPem.Trim(), Encoding.UTF8.GetString(Convert.FromBase64String((string)kubeconfig["clusters"]![0]!["cluster"]!["certificate-authority-data"]!)).Trim());
        Assert.Equal(remote.ClusterName, (string?)kubeconfig["current-context"]);
        Assert.Equal(await mesh.SecretAsync(remote, Home, TokenSecret, "token"), (string?)kubeconfig["users"]![0]!["user"]!["token"]);

        // The token is the reader's: without the chart's role it may read nothing.
        using var reader = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig.ToJsonString()))));
        var may = await reader.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(
            new V1SelfSubjectAccessReview { Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = new V1ResourceAttributes { Verb = "get", Resource = "secrets" } } }, cancellationToken: Token);
        Assert.False(may.Status.Allowed);
        Assert.Equal(ProblemKind.Unavailable, early.Kind);
        Assert.Contains(Reader, early.What, StringComparison.Ordinal);
        Assert.Contains((string)kubeconfig["users"]![0]!["user"]!["token"]!, mesh.Operation.Secrets.Concat(await SecretsAsync(mesh, remote)));
        Assert.NotNull(await mesh.FindAsync(primary, "v1", "Secret", Home, $"istio-remote-secret-{other.ClusterName}"));
        Assert.Empty(mesh.Faults(primary).Concat(mesh.Faults(remote)));
    }

    [Fact]
    public async Task RemoteSecret_FollowsTokenAndServer_AndGoesOnBothSides()
    {
        var (mesh, primary, remote, _) = await MeshAsync();
        await mesh.NamespaceAsync(primary, Home);
        await mesh.AccountAsync(remote, Home, Reader);
        await SucceedAsync<IstioRemoteSecretStep>(mesh, remote);
        var before = await KubeconfigAsync(mesh, primary, remote);
        Assert.False(await mesh.LookAsync<IstioRemoteSecretStep>(remote));
        await (await mesh.AdminAsync(remote)).CoreV1.DeleteNamespacedSecretAsync(TokenSecret, Home, cancellationToken: Token);
        Assert.True(await mesh.LookAsync<IstioRemoteSecretStep>(remote));
        Assert.Null(await mesh.FindAsync(remote, "v1", "Secret", Home, TokenSecret));
        mesh.Settings["servers"] = new JsonObject { [remote.ClusterName] = "https://api.remote.example.com:6443" };

        await SucceedAsync<IstioRemoteSecretStep>(mesh, remote);

        var after = await KubeconfigAsync(mesh, primary, remote);
        Assert.Equal("https://api.remote.example.com:6443", (string?)after["clusters"]![0]!["cluster"]!["server"]);
        Assert.Equal(await mesh.SecretAsync(remote, Home, TokenSecret, "token"), (string?)after["users"]![0]!["user"]!["token"]);
        Assert.NotNull(before["users"]![0]!["user"]!["token"]);

        await mesh.UndoAsync<IstioRemoteSecretStep>(remote);
        Assert.Null(await mesh.FindAsync(primary, "v1", "Secret", Home, $"istio-remote-secret-{remote.ClusterName}"));
        Assert.Null(await mesh.FindAsync(remote, "v1", "Secret", Home, TokenSecret));
        Assert.NotNull(await mesh.FindAsync(remote, "v1", "ServiceAccount", Home, Reader));
    }

    [Fact]
    public async Task RemoteSecret_WhereOneSideIsOffline_SaysWhichAndUndoesTheOther()
    {
        var (mesh, primary, remote, _) = await MeshAsync();
        await mesh.NamespaceAsync(primary, Home);
        await mesh.AccountAsync(remote, Home, Reader);
        await SucceedAsync<IstioRemoteSecretStep>(mesh, remote);
        clusters.Sim.Cluster(remote.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });

        Assert.False(await mesh.LookAsync<IstioRemoteSecretStep>(remote));
        var problem = await mesh.FailAsync<IstioRemoteSecretStep>(remote);
        var undo = (await Assert.ThrowsAsync<ProblemException>(() => mesh.UndoAsync<IstioRemoteSecretStep>(remote))).Problem;

        Assert.Equal((ProblemKind.Unavailable, ProblemKind.Unavailable), (problem.Kind, undo.Kind));
        Assert.Contains(remote.ClusterName, problem.What, StringComparison.Ordinal);
        Assert.Null(await mesh.FindAsync(primary, "v1", "Secret", Home, $"istio-remote-secret-{remote.ClusterName}"));
    }

    [Fact]
    public async Task RemoteSecret_OfSomebodyElse_StaysAsItIs()
    {
        var (mesh, primary, remote, _) = await MeshAsync();
        await mesh.NamespaceAsync(primary, Home);
        await mesh.AccountAsync(remote, Home, Reader);
        await (await mesh.AdminAsync(primary)).CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = $"istio-remote-secret-{remote.ClusterName}" } }, Home, cancellationToken: Token);

        Problem problem;
        do
        {
            problem = await mesh.FailAsync<IstioRemoteSecretStep>(remote);
        }
        while (problem.Kind == ProblemKind.Unavailable);
        await mesh.UndoAsync<IstioRemoteSecretStep>(remote);

        Assert.Equal(ProblemKind.Conflict, problem.Kind);
        Assert.Contains("istioctl", problem.Remedy, StringComparison.Ordinal);
        Assert.NotNull(await mesh.FindAsync(primary, "v1", "Secret", Home, $"istio-remote-secret-{remote.ClusterName}"));
    }

    private static Task<string?> AddressAsync(SystemBench mesh, SystemMember primary) => mesh.OutputAsync(primary, "istio-gateway-address", "address");

    private static Task<JsonObject> NamespaceAsync(SystemBench mesh, SystemMember member) => mesh.ReadAsync(member, "v1", "Namespace", null, Home);

    private static async Task<JsonObject> KubeconfigAsync(SystemBench mesh, SystemMember primary, SystemMember remote) =>
        JsonNode.Parse(await mesh.SecretAsync(primary, Home, $"istio-remote-secret-{remote.ClusterName}", remote.ClusterName))!.AsObject();

    /// <summary>The token is filled in a moment after its Secret is made.</summary>
    private static async Task SucceedAsync<T>(SystemBench mesh, SystemMember member)
        where T : Jobs.Components.Systems.ISystemStep
    {
        for (; ; await Task.Yield())
        {
            try
            {
                await mesh.RunAsync<T>(member);
                return;
            }
            catch (ProblemException waiting) when (waiting.Problem.Kind == ProblemKind.Unavailable && !Token.IsCancellationRequested)
            {
                Assert.Contains("token", waiting.Problem.What, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<IEnumerable<string>> SecretsAsync(SystemBench mesh, SystemMember remote)
    {
        await mesh.RunAsync<IstioRemoteSecretStep>(remote);
        return mesh.Operation.Secrets;
    }

    private static void AssertSame(string spec, JsonObject item) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(spec), item["spec"]), item["spec"]!.ToJsonString());

    private async Task<(SystemBench Mesh, SystemMember Primary, SystemMember Remote, SystemMember Other)> MeshAsync()
    {
        var mesh = new SystemBench(clusters, "istio-multicluster");
        return (mesh, await mesh.AddAsync("primary", "network1"), await mesh.AddAsync("remote", "network2"), await mesh.AddAsync("remote", "network3"));
    }
}

using System.Text.Json.Nodes;
using ClusterSim.Control;
using k8s;
using k8s.Models;
using Portal.Core.Components.Systems;
using Portal.Core.Problems;
using Portal.Jobs.Components.Systems.Submariner;

namespace Portal.IntegrationTests.Components.Systems;

public sealed class SubmarinerStepTests(SystemClusters clusters) : IClassFixture<SystemClusters>
{
    private const string Home = "submariner-k8s-broker";
    private const string Account = "submariner-k8s-broker-client";
    private const string Label = "submariner.io/gateway";
    private const string Access = "submariner-broker-access";
    private const string Nodes = "submariner-gateway-nodes";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BrokerAccess_IsInTheFormsThatTheChartTakes()
    {
        var (system, broker, _, _) = await SystemAsync();
        var early = await system.FailAsync<SubmarinerBrokerAccessStep>(broker);
        await system.AccountAsync(broker, Home, Account);
        await SettleAsync(system, broker);

        var server = clusters.Sim.ServerOf(broker.ClusterName);
        Assert.Equal(ProblemKind.Unavailable, early.Kind);
        Assert.Equal($"{server.Host}:{server.Port}{server.AbsolutePath.TrimEnd('/')}", await system.OutputAsync(broker, Access, "server"));
        Assert.Equal(await system.SecretAsync(broker, Home, $"{Account}-token", "token"), await system.OutputAsync(broker, Access, "token"));
        Assert.Equal(clusters.Sim.CaPem.Trim(), System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((await system.OutputAsync(broker, Access, "ca"))!)).Trim());
        var key = (await system.OutputAsync(broker, Access, "psk"))!;
        Assert.Equal(64, Convert.FromBase64String(key).Length);
        Assert.Contains(key, system.Operation.Secrets);
        Assert.DoesNotContain(system.Operation.Lines, line => line.Contains(key, StringComparison.Ordinal));

        await system.RunAsync<SubmarinerBrokerAccessStep>(broker);
        Assert.Equal(key, await system.OutputAsync(broker, Access, "psk"));
        Assert.Empty(system.Faults(broker));
    }

    [Fact]
    public async Task BrokerAccess_FollowsTheTokenAndTakesTheGivenAddress_AndGoes()
    {
        var (system, broker, _, _) = await SystemAsync();
        await system.AccountAsync(broker, Home, Account);
        await SettleAsync(system, broker);
        var first = await system.OutputAsync(broker, Access, "token");
        await (await system.AdminAsync(broker)).CoreV1.DeleteNamespacedSecretAsync($"{Account}-token", Home, cancellationToken: Token);
        system.Settings["brokerServer"] = "broker.example.com:6443";
        await SettleAsync(system, broker);

        Assert.Equal("broker.example.com:6443", await system.OutputAsync(broker, Access, "server"));
        Assert.Equal(await system.SecretAsync(broker, Home, $"{Account}-token", "token"), await system.OutputAsync(broker, Access, "token"));
        Assert.NotEmpty(first!);
        await system.UndoAsync<SubmarinerBrokerAccessStep>(broker);
        Assert.Null(await system.FindAsync(broker, "v1", "Secret", Home, $"{Account}-token"));
        Assert.NotNull(await system.FindAsync(broker, "v1", "ServiceAccount", Home, Account));
    }

    [Fact]
    public async Task BrokerAccess_TokenOfTheChart_IsReadAndNotTaken()
    {
        var (system, broker, _, _) = await SystemAsync();
        await system.AccountAsync(broker, Home, Account);
        await (await system.AdminAsync(broker)).CoreV1.CreateNamespacedSecretAsync(
            new V1Secret
            {
                Metadata = new V1ObjectMeta { Name = $"{Account}-token", Annotations = new Dictionary<string, string> { ["kubernetes.io/service-account.name"] = Account } },
                Type = "kubernetes.io/service-account-token",
            },
            Home, cancellationToken: Token);
        await SettleAsync(system, broker);

        await system.UndoAsync<SubmarinerBrokerAccessStep>(broker);

        Assert.NotNull(await system.FindAsync(broker, "v1", "Secret", Home, $"{Account}-token"));
    }

    [Fact]
    public async Task GatewayNodes_PreferAnOutsideAddressAndSayTheAddressesOfTheCluster()
    {
        var (system, _, member, _) = await SystemAsync();
        var names = await NamesAsync(system, member);
        await PatchNodeAsync(system, member, names[1], """{"status":{"addresses":[{"type":"InternalIP","address":"10.0.0.8"},{"type":"ExternalIP","address":"198.51.100.8"}]}}""", status: true);

        await system.RunAsync<SubmarinerGatewayNodesStep>(member);
        await system.RunAsync<SubmarinerGatewayNodesStep>(member);

        Assert.Equal([names[1]], await GatewaysAsync(system, member));
        Assert.Equal("10.244.0.0/16", await system.OutputAsync(member, Nodes, "clusterCidr"));
        Assert.Equal("10.96.0.0/12", await system.OutputAsync(member, Nodes, "serviceCidr"));
        Assert.Equal("", await system.OutputAsync(member, Nodes, "globalCidr"));
        Assert.Empty(system.Faults(member));
        await system.UndoAsync<SubmarinerGatewayNodesStep>(member);
        Assert.Empty(await GatewaysAsync(system, member));
        var node = await system.ReadAsync(member, "v1", "Node", null, names[1]);
        Assert.DoesNotContain((node["metadata"]!["annotations"] as JsonObject ?? []).Select(pair => pair.Key), key => key.StartsWith("kurator-portal.io", StringComparison.Ordinal));
        Assert.NotNull(node["metadata"]!["labels"]!["kubernetes.io/hostname"]);
    }

    [Fact]
    public async Task GatewayNodes_OfThePerson_AreTakenAndFollowed()
    {
        var (system, _, member, _) = await SystemAsync();
        var names = await NamesAsync(system, member);
        system.Settings["gatewayNodes"] = new JsonObject { [member.ClusterName] = new JsonArray(names[2]) };
        await system.RunAsync<SubmarinerGatewayNodesStep>(member);
        Assert.Equal([names[2]], await GatewaysAsync(system, member));

        system.Settings["gatewayNodes"] = new JsonObject { [member.ClusterName] = new JsonArray(names[0], names[1]) };
        await system.RunAsync<SubmarinerGatewayNodesStep>(member);
        Assert.Equal([names[0], names[1]], await GatewaysAsync(system, member));

        system.Settings["gatewayNodes"] = new JsonObject { [member.ClusterName] = new JsonArray("gone") };
        var problem = await system.FailAsync<SubmarinerGatewayNodesStep>(member);
        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains("gone", problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GatewayNodes_LabelledBySomebodyElse_AreEnoughAndStayAtUndo()
    {
        var (system, _, member, _) = await SystemAsync();
        var names = await NamesAsync(system, member);
        await PatchNodeAsync(system, member, names[2], """{"metadata":{"labels":{"submariner.io/gateway":"true"}}}""");

        await system.RunAsync<SubmarinerGatewayNodesStep>(member);
        await system.UndoAsync<SubmarinerGatewayNodesStep>(member);

        Assert.Equal([names[2]], await GatewaysAsync(system, member));
    }

    [Fact]
    public async Task GatewayNodes_ACordonedOne_IsReplaced()
    {
        var (system, _, member, _) = await SystemAsync();
        await system.RunAsync<SubmarinerGatewayNodesStep>(member);
        var first = Assert.Single(await GatewaysAsync(system, member));
        await PatchNodeAsync(system, member, first, """{"spec":{"unschedulable":true}}""");

        await system.RunAsync<SubmarinerGatewayNodesStep>(member);

        // The old one keeps its label: it may come back, and Submariner takes the one that works.
        var both = await GatewaysAsync(system, member);
        Assert.Equal(2, both.Count);
        Assert.Contains(first, both);
    }

    [Fact]
    public async Task Ranges_OfThePerson_CountFirst_AndWhatIsUnknownIsAskedFor()
    {
        var system = new SystemBench(clusters, "submariner");
        var member = await system.AddAsync("member");
        var problem = await system.FailAsync<SubmarinerGatewayNodesStep>(member);
        system.Settings["clusterCidrs"] = new JsonObject { [member.ClusterName] = "10.8.0.0/14" };
        system.Settings["serviceCidrs"] = new JsonObject { [member.ClusterName] = "10.12.0.0/16" };
        await system.RunAsync<SubmarinerGatewayNodesStep>(member);

        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains("serviceCidrs", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal(("10.8.0.0/14", "10.12.0.0/16"), (await system.OutputAsync(member, Nodes, "clusterCidr"), await system.OutputAsync(member, Nodes, "serviceCidr")));
    }

    [Fact]
    public async Task Globalnet_GivesEachClusterARangeOfItsOwn()
    {
        var (system, _, member, other) = await SystemAsync();
        var third = await MemberAsync(system);
        system.Settings["globalnet"] = true;
        system.Settings["globalCidrs"] = new JsonObject { [third.ClusterName] = "242.0.0.0/16" };

        await Task.WhenAll(new[] { member, other, third }.Select(one => system.RunAsync<SubmarinerGatewayNodesStep>(one)));
        var given = await GivenAsync();
        await system.RunAsync<SubmarinerGatewayNodesStep>(other);

        Assert.Equal("242.0.0.0/16", given[2]);
        Assert.Equal(["242.1.0.0/16", "242.2.0.0/16"], given[..2].Order());
        Assert.Equal(given, await GivenAsync());

        async Task<string[]> GivenAsync() =>
        [
            (await system.OutputAsync(member, Nodes, "globalCidr"))!,
            (await system.OutputAsync(other, Nodes, "globalCidr"))!,
            (await system.OutputAsync(third, Nodes, "globalCidr"))!,
        ];
    }

    [Fact]
    public async Task Globalnet_WithRangesThatOverlap_IsRefused()
    {
        var (system, _, member, other) = await SystemAsync();
        system.Settings["globalnet"] = true;
        system.Settings["globalCidrs"] = new JsonObject { [member.ClusterName] = "242.0.0.0/15", [other.ClusterName] = "242.1.0.0/16" };

        var problem = await system.FailAsync<SubmarinerGatewayNodesStep>(member);

        Assert.Equal(ProblemKind.Refused, problem.Kind);
        Assert.Contains(other.ClusterName, problem.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GatewayNodes_OfAClusterThatIsOffline_AreWaitedFor()
    {
        var (system, _, member, _) = await SystemAsync();
        clusters.Sim.Cluster(member.ClusterName).Faults.Add(new Fault { Kind = FaultKind.Offline });

        var problem = await system.FailAsync<SubmarinerGatewayNodesStep>(member);

        Assert.Equal(ProblemKind.Unavailable, problem.Kind);
        Assert.Contains(member.ClusterName, problem.What, StringComparison.Ordinal);
    }

    private static async Task SettleAsync(SystemBench system, SystemMember broker)
    {
        for (; ; await Task.Yield())
        {
            try
            {
                await system.RunAsync<SubmarinerBrokerAccessStep>(broker);
                return;
            }
            catch (ProblemException waiting) when (waiting.Problem.Kind == ProblemKind.Unavailable && !Token.IsCancellationRequested)
            {
                Assert.Contains("token", waiting.Problem.What, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<List<string>> NamesAsync(SystemBench system, SystemMember member) =>
        [.. (await (await system.AdminAsync(member)).CoreV1.ListNodeAsync(cancellationToken: Token)).Items.Select(node => node.Name()).Order(StringComparer.Ordinal)];

    private static async Task<List<string>> GatewaysAsync(SystemBench system, SystemMember member) =>
        [.. (await (await system.AdminAsync(member)).CoreV1.ListNodeAsync(labelSelector: $"{Label}=true", cancellationToken: Token)).Items.Select(node => node.Name()).Order(StringComparer.Ordinal)];

    private static async Task PatchNodeAsync(SystemBench system, SystemMember member, string node, string patch, bool status = false)
    {
        var (admin, content) = (await system.AdminAsync(member), new V1Patch(patch, V1Patch.PatchType.MergePatch));
        _ = status ? await admin.CoreV1.PatchNodeStatusAsync(content, node, cancellationToken: Token) : await admin.CoreV1.PatchNodeAsync(content, node, cancellationToken: Token);
    }

    private static async Task<SystemMember> MemberAsync(SystemBench system)
    {
        var member = await system.AddAsync("member");
        await system.ControllersAsync(member, "10.244.0.0/16", "10.96.0.0/12");
        return member;
    }

    private async Task<(SystemBench System, SystemMember Broker, SystemMember Member, SystemMember Other)> SystemAsync()
    {
        var system = new SystemBench(clusters, "submariner");
        return (system, await system.AddAsync("broker"), await MemberAsync(system), await MemberAsync(system));
    }
}

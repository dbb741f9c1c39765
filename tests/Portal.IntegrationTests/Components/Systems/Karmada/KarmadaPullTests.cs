using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Portal.Core.Components.Systems;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Components;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>A join in pull mode, with the test in the place of the agent: it acts by the kubeconfig that the agent was given.</summary>
public sealed class KarmadaPullTests(KarmadaEstate estate) : IClassFixture<KarmadaEstate>
{
    private const string Clusters = "apis/cluster.karmada.io/v1alpha1/clusters";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_GivesTheAgentItsOwnIdentity_AndWaitsUntilItHasRegistered()
    {
        var (system, member) = await PrepareAsync();
        var (there, here) = (await KarmadaObjects.ReadAsync(estate, member.ClusterName), await KarmadaObjects.ReadAsync(estate, system.Api));

        var step = await JoinAsync(system, member);

        var name = member.ClusterName;
        Assert.Equal($"Karmada reaches {name} (Pull)", step.Report);
        Assert.Equal(
            [
                "ClusterRole /karmada-agent", "ClusterRoleBinding /karmada-agent", "Deployment karmada-system/karmada-agent", "Namespace /karmada-system",
                "Secret karmada-system/karmada-kubeconfig", "ServiceAccount karmada-system/karmada-agent-sa",
            ],
            KarmadaObjects.New(there, await KarmadaObjects.ReadAsync(estate, name)));
        Assert.Equal(
            [
                $"ClusterRole /system:karmada:{name}:agent", $"ClusterRoleBinding /system:karmada:{name}:agent", "Namespace /karmada-cluster", $"Namespace /karmada-es-{name}",
                $"Role karmada-cluster/system:karmada:{name}:agent-secret", $"Role karmada-es-{name}/system:karmada:{name}:agent-work",
                $"RoleBinding karmada-cluster/system:karmada:{name}:agent-secret", $"RoleBinding karmada-es-{name}/system:karmada:{name}:agent-work",
            ],
            KarmadaObjects.New(here, await KarmadaObjects.ReadAsync(estate, system.Api)));

        var agent = (await system.FindInAsync(name, "apps/v1", "Deployment", "karmada-agent", "karmada-system"))!["spec"]!["template"]!["spec"]!;
        Assert.Equal("mirror.example.com/karmada/karmada-agent:v1.16.0", (string?)agent["containers"]![0]!["image"]);
        Assert.Contains($"--cluster-name={name}", agent["containers"]![0]!["command"]!.AsArray().Select(part => (string)part!));

        // The certificate opens what the agent needs, and nothing else.
        using var client = Agent(await KubeconfigAsync(system, name));
        var objects = new ClusterObjects(client);
        Assert.NotNull(await objects.ReadAsync($"{Clusters}/{name}", Token));
        foreach (var forbidden in (string[])["api/v1/namespaces/karmada-cluster/secrets", "api/v1/nodes", "apis/work.karmada.io/v1alpha1/namespaces/default/works"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<HttpOperationException>(() => objects.ReadAsync(forbidden, Token))).Response.StatusCode);
        }

        Assert.Empty(JsonNode.Parse((await ReadAsync(system, "apis/certificates.k8s.io/v1/certificatesigningrequests"))!.ToJsonString())!["items"]!.AsArray());
    }

    [Fact]
    public async Task Join_Again_KeepsTheCertificate_UntilAThirdOfItsLifeIsLeft()
    {
        var (system, member) = await PrepareAsync();
        await JoinAsync(system, member);
        var first = await KubeconfigAsync(system, member.ClusterName);

        await system.JoinAsync(member);
        Assert.Equal(first, await KubeconfigAsync(system, member.ClusterName));
        Assert.Null(await AnnotationsAsync(system, member.ClusterName));

        await system.JoinAsync(member, new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(250)));
        Assert.NotEqual(first, await KubeconfigAsync(system, member.ClusterName));

        // A new kubeconfig is read by new pods.
        var renewed = await AnnotationsAsync(system, member.ClusterName);
        Assert.NotNull(renewed);
        await system.JoinAsync(member);
        Assert.Equal(renewed.ToJsonString(), (await AnnotationsAsync(system, member.ClusterName))!.ToJsonString());
    }

    [Fact]
    public async Task Join_WhereSomebodyElseHasAnAgent_IsRefused_AndLeavesIt()
    {
        var (system, member) = await PrepareAsync();
        await system.CreateAsync(member.ClusterName, "api/v1/namespaces", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = "karmada-system" },
        });
        await system.CreateAsync(member.ClusterName, "api/v1/namespaces/karmada-system/secrets", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = "karmada-kubeconfig" },
        });

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));

        Assert.Equal((ProblemKind.Conflict, $"Cluster {member.ClusterName} already has a Secret named karmada-kubeconfig"), (error.Problem.Kind, error.Problem.What));
        await system.UnjoinAsync(member);
        Assert.NotNull(await system.FindInAsync(member.ClusterName, "v1", "Secret", "karmada-kubeconfig", "karmada-system"));
    }

    [Fact]
    public async Task Unjoin_LeavesNothingOnEitherSide_ButTheNamespaceOfTheAgent()
    {
        var (system, member) = await PrepareAsync();
        var (there, here) = (await KarmadaObjects.ReadAsync(estate, member.ClusterName), await KarmadaObjects.ReadAsync(estate, system.Api));
        await JoinAsync(system, member);

        await system.UnjoinAsync(member);

        await KarmadaObjects.AwaitSameAsync(estate, member.ClusterName, new Dictionary<string, JsonObject>(there) { ["Namespace /karmada-system"] = [] });
        await KarmadaObjects.AwaitSameAsync(estate, system.Api, new Dictionary<string, JsonObject>(here) { ["Namespace /karmada-cluster"] = [] });
    }

    [Fact]
    public async Task Join_OfAMemberThatWasPushedTo_IsRefused()
    {
        var (system, member) = await PrepareAsync();
        await system.JoinAsync(member with { Role = "member" });

        var error = await Assert.ThrowsAsync<ProblemException>(() => system.JoinAsync(member));

        Assert.Equal("It is registered with syncMode Push, and Pull is wanted.", error.Problem.Why);
    }

    [Fact]
    public async Task Join_EveryWrite_IsWhatARealServerTakes_AndNoSecretIsTold()
    {
        Assert.SkipUnless(SchemaValidator.Available, SchemaValidator.Absent);
        var (system, member) = await PrepareAsync();
        var step = await JoinAsync(system, member);

        var writes = new[] { member.ClusterName, system.Api }.SelectMany(cluster => estate.Members.Sim.Cluster(cluster).Audit.Entries())
            .Where(write => write.Code < 400 && !write.Path.Contains("customresourcedefinitions", StringComparison.Ordinal)).ToList();
        Assert.Empty(writes.SelectMany(write => SchemaValidator.Faults(write).Select(fault => $"{write.Verb} {write.Path}: {fault}")));
        Assert.DoesNotContain(step.Lines, line => line.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    private async Task<(KarmadaSystem System, SystemMember Member)> PrepareAsync()
    {
        var system = await estate.InstallAsync();
        await system.OpenAsync();
        return (system, await estate.AddMemberAsync(role: "pull-member"));
    }

    /// <summary>Runs the step, and registers the member once the agent is there.</summary>
    private async Task<RecordingStep> JoinAsync(KarmadaSystem system, SystemMember member)
    {
        var joining = system.JoinAsync(member);
        while (await system.FindInAsync(member.ClusterName, "apps/v1", "Deployment", "karmada-agent", "karmada-system") is null)
        {
            if (joining.IsCompleted)
            {
                return await joining;
            }

            await Task.Delay(10, Token);
        }

        using var agent = Agent(await KubeconfigAsync(system, member.ClusterName));
        await new ClusterObjects(agent).SendAsync(
            HttpMethod.Post, Clusters,
            new JsonObject
            {
                ["apiVersion"] = "cluster.karmada.io/v1alpha1",
                ["kind"] = "Cluster",
                ["metadata"] = new JsonObject { ["name"] = member.ClusterName },
                ["spec"] = new JsonObject { ["syncMode"] = "Pull", ["id"] = await KarmadaPushTests.IdAsync(system, member.ClusterName) },
            },
            "application/json", Token);
        return await joining;
    }

    private IKubernetes Agent(string kubeconfig) =>
        estate.Members.Connections.Connect(estate.Members.Services.GetRequiredService<KubeconfigScreening>().Screen(kubeconfig, ""));

    private async Task<JsonObject?> ReadAsync(KarmadaSystem system, string path)
    {
        using var admin = estate.Admin(system.Api);
        return await new ClusterObjects(admin).ReadAsync(path, Token);
    }

    private static async Task<string> KubeconfigAsync(KarmadaSystem system, string member) => Encoding.UTF8.GetString(Convert.FromBase64String(
        (string)(await system.FindInAsync(member, "v1", "Secret", "karmada-kubeconfig", "karmada-system"))!["data"]!["karmada-kubeconfig"]!));

    private static async Task<JsonNode?> AnnotationsAsync(KarmadaSystem system, string member) =>
        (await system.FindInAsync(member, "apps/v1", "Deployment", "karmada-agent", "karmada-system"))!["spec"]!["template"]!["metadata"]!["annotations"];
}

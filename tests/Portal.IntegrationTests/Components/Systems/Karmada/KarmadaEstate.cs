using System.Text;
using System.Text.Json.Nodes;
using ClusterSim.Controllers;
using k8s;
using k8s.Models;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.IntegrationTests.Kubernetes;
using Portal.Jobs.Components;
using Portal.Jobs.Components.Systems;
using Portal.Jobs.Components.Systems.Karmada;
using Portal.Testing;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>Karmada's API as a simulated cluster, the host that it is installed on, and members. One Karmada for each test.</summary>
public sealed class KarmadaEstate : IAsyncLifetime
{
    private readonly MemberFixture _members = new();
    private int _next;

    public MemberFixture Members => _members;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _members.InitializeAsync();

    public ValueTask DisposeAsync() => _members.DisposeAsync();

    /// <summary>A Karmada, its host, and a system that ties the two.</summary>
    internal async Task<KarmadaSystem> InstallAsync()
    {
        var index = Interlocked.Increment(ref _next);
        var (api, host) = ($"karmada-{index}", $"host-{index}");
        var controllers = await AddApiAsync(api);
        var id = await _members.AddMemberAsync(host);
        using var admin = Admin(host);
        await admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = "karmada-system" } }, cancellationToken: Token);
        await admin.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "karmada-apiserver" },
                Spec = new V1ServiceSpec { Ports = [new V1ServicePort { Port = _members.Sim.BaseUri.Port }] },
            },
            "karmada-system",
            cancellationToken: Token);
        await admin.AppsV1.CreateNamespacedDeploymentAsync(ControllerManager(), "karmada-system", cancellationToken: Token);
        await SaveKubeconfigAsync(host, _members.Sim.Kubeconfig(api));
        return new KarmadaSystem(this, controllers, api, new SystemMember(id, host, "members", "host", host));
    }

    public async Task SaveKubeconfigAsync(string host, string kubeconfig, string name = "karmada-kubeconfig", string key = "kubeconfig")
    {
        using var admin = Admin(host);
        await admin.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret { Metadata = new V1ObjectMeta { Name = name }, Data = new Dictionary<string, byte[]> { [key] = Encoding.UTF8.GetBytes(kubeconfig) } },
            "karmada-system",
            cancellationToken: Token);
    }

    /// <summary>A client of the cluster's administrator.</summary>
    public IKubernetes Admin(string cluster) =>
        _members.Connections.Connect(_members.Services.GetRequiredService<KubeconfigScreening>().Screen(_members.Sim.Kubeconfig(cluster), ""));

    /// <summary>A member that the portal has joined.</summary>
    internal async Task<SystemMember> AddMemberAsync(string? name = null, string role = "member")
    {
        var member = name ?? $"m{Interlocked.Increment(ref _next)}";
        return new SystemMember(await _members.AddMemberAsync(member), member, "members", role, member);
    }

    public async Task DescribeAsync(Guid cluster, string provider, string region, string zone)
    {
        await using var db = await _members.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Token);
        await db.Clusters.Where(row => row.Id == cluster).ExecuteUpdateAsync(
            row => row.SetProperty(item => item.Provider, provider).SetProperty(item => item.Region, region).SetProperty(item => item.Zone, zone), Token);
    }

    internal KarmadaAccess Access() => new(_members.Services.GetRequiredService<KubeconfigScreening>());

    internal ISystemStep Step(string name, TimeProvider? clock = null)
    {
        var options = Options.Create(new ComponentsOptions
        {
            ReadyTimeout = TimeSpan.FromSeconds(2),
            ReadyPollInterval = TimeSpan.FromMilliseconds(20),
            UnjoinTimeout = TimeSpan.FromSeconds(2),
        });
        return name == SystemSteps.KarmadaAccess
            ? new KarmadaAccessStep(_members.Services.GetRequiredService<KubeconfigScreening>())
            : new KarmadaJoinStep(
                Access(),
                new KarmadaPush(options, TimeProvider.System),
                new KarmadaPull(new AgentCertificate(options, clock ?? TimeProvider.System), _members.Services.GetRequiredService<KubeconfigScreening>()),
                new KarmadaReadiness(options, TimeProvider.System),
                new KarmadaUnjoin(Access(), new KarmadaWithdrawal(options, TimeProvider.System)),
                _members.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>());
    }

    private static V1Deployment ControllerManager() => new()
    {
        Metadata = new V1ObjectMeta { Name = "karmada-controller-manager" },
        Spec = new V1DeploymentSpec
        {
            Replicas = 0,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "karmada-controller-manager" } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "karmada-controller-manager" } },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "manager", Image = "mirror.example.com/karmada/karmada-controller-manager:v1.16.0" }] },
            },
        },
    };

    private async Task<KarmadaControllers> AddApiAsync(string name)
    {
        _members.AddToSim(name);
        using var admin = Admin(name);
        return await ServeAsync(admin, _members.Sim.Cluster(name));
    }

    /// <summary>Makes a simulated cluster an API of Karmada.</summary>
    internal static async Task<KarmadaControllers> ServeAsync(IKubernetes admin, ClusterSim.Storage.Cluster cluster)
    {
        var objects = new ClusterObjects(admin);
        foreach (var file in new[] { Repository.PathOf("tests", "Testing", "Schemas", "cluster.karmada.io_clusters.yaml"), Repository.PathOf("tests", "Testing", "Schemas", "work.karmada.io_works.yaml") })
        {
            var definition = JsonNode.Parse(ClusterSim.Json.JsonText.ToText(ClusterSim.Json.YamlText.Parse(await File.ReadAllTextAsync(file, Token))))!.AsObject();
            await objects.SendAsync(HttpMethod.Post, "apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition, "application/json", Token);
        }

        while (!await new ClusterObjects(admin).ServesAsync("work.karmada.io/v1alpha1", Token) || !await new ClusterObjects(admin).ServesAsync("cluster.karmada.io/v1alpha1", Token))
        {
            await Task.Delay(10, Token);
        }

        return KarmadaControllers.Attach(cluster);
    }
}

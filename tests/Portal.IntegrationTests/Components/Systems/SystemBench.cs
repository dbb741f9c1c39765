using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;
using Portal.Jobs.Components;
using Portal.Jobs.Components.Systems;
using Portal.Testing;
using Portal.Testing.Schemas;

namespace Portal.IntegrationTests.Components.Systems;

/// <summary>A system on simulated clusters with what its steps know, without the operations that run them.</summary>
internal sealed class SystemBench(SystemClusters clusters, string system)
{
    private static readonly ComponentCatalog Catalog = ComponentCatalog.Load(null);
    private static int _next;

    private readonly List<SystemMember> _members = [];
    private readonly ServiceProvider _steps = new ServiceCollection().AddSingleton(Catalog).AddSingleton(TimeProvider.System)
        .AddSingleton(clusters.Services.GetRequiredService<KubeconfigScreening>()).BuildServiceProvider();

    public Guid Id { get; } = Guid.CreateVersion7();

    public MemoryOutputs Outputs { get; } = new();

    public JsonObject Settings { get; } = [];

    public RecordingStep Operation { get; private set; } = RecordingStep.Create(Guid.Empty, "");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<SystemMember> AddAsync(string role, string? network = null)
    {
        var name = $"{role}-{Interlocked.Increment(ref _next)}";
        var member = new SystemMember(await clusters.AddMemberAsync(name), name, "members", role, network ?? name);
        _members.Add(member);
        return member;
    }

    public SystemStepContext On(SystemMember here, int attempt = 1)
    {
        Operation = new RecordingStep
        {
            OperationId = Guid.NewGuid(),
            Kind = "test",
            ClusterId = here.ClusterId,
            ClusterName = here.ClusterName,
            Component = null,
            Parameters = null,
            Attempt = attempt,
            ActorName = "olga",
        };
        return new SystemStepContext
        {
            Operation = Operation,
            System = Catalog.GetSystem(system),
            SystemId = Id,
            Here = here,
            Members = _members,
            Settings = Settings,
            Connections = clusters.Connections,
            Outputs = Outputs,
        };
    }

    public async Task RunAsync<T>(SystemMember here, int attempt = 1)
        where T : ISystemStep => await Step<T>().RunAsync(On(here, attempt), Token);

    /// <summary>Whether running the step again would change anything; changes nothing.</summary>
    public async Task<bool> LookAsync<T>(SystemMember here)
        where T : ISystemStep
    {
        var context = On(here);
        return await StepLook.IsNeededAsync(Step<T>(), new SystemStepContext
        {
            Operation = context.Operation,
            System = context.System,
            SystemId = Id,
            Here = here,
            Members = _members,
            Settings = Settings,
            Connections = clusters.Connections,
            Outputs = new LookedAtOutputs(Outputs),
            Looking = true,
        }, Token);
    }

    public async Task UndoAsync<T>(SystemMember here)
        where T : ISystemStep => await Step<T>().UndoAsync(On(here), Token);

    public async Task<Problem> FailAsync<T>(SystemMember here, int attempt = 1)
        where T : ISystemStep => (await Assert.ThrowsAsync<ProblemException>(() => RunAsync<T>(here, attempt))).Problem;

    /// <summary>A client of the cluster's administrator.</summary>
    public Task<IKubernetes> AdminAsync(SystemMember member) => clusters.Connections.ConnectAsync(member.ClusterId, Token);

    public async Task<JsonObject?> FindAsync(SystemMember member, string apiVersion, string kind, string? @namespace, string name) =>
        await new ClusterObjects(await AdminAsync(member)).FindAsync(apiVersion, kind, name, @namespace, Token);

    public async Task<JsonObject> ReadAsync(SystemMember member, string apiVersion, string kind, string? @namespace, string name) =>
        await FindAsync(member, apiVersion, kind, @namespace, name) ?? throw new InvalidOperationException($"{kind} {name} is not there.");

    public async Task<string> SecretAsync(SystemMember member, string @namespace, string name, string key) =>
        Encoding.UTF8.GetString(Convert.FromBase64String((string)(await ReadAsync(member, "v1", "Secret", @namespace, name))["data"]![key]!));

    public Task<string?> OutputAsync(SystemMember member, string step, string name) => Outputs.FindAsync(Id, member.ClusterId, step, name, Token);

    /// <summary>The pod that tells on real clusters which addresses they share out.</summary>
    public async Task ControllersAsync(SystemMember member, string pods, string services) =>
        await (await AdminAsync(member)).CoreV1.CreateNamespacedPodAsync(
            new V1Pod
            {
                Metadata = new V1ObjectMeta { Name = "kube-controller-manager", Labels = new Dictionary<string, string> { ["tier"] = "control-plane" } },
                Spec = new V1PodSpec
                {
                    Containers =
                    [
                        new V1Container
                        {
                            Name = "kube-controller-manager",
                            Image = "kube-controller-manager",
                            Command = ["kube-controller-manager", $"--cluster-cidr={pods}", $"--service-cluster-ip-range={services}"],
                        },
                    ],
                },
            },
            "kube-system", cancellationToken: Token);

    /// <summary>The definitions of real Istio, as its chart brings them.</summary>
    public async Task DefineAsync(SystemMember member, params string[] file)
    {
        var cluster = await AdminAsync(member);
        foreach (var item in KubernetesYaml.LoadAllFromString(await File.ReadAllTextAsync(Repository.PathOf(["..", "shared", "crds", .. file]), Token)))
        {
            await cluster.ApiextensionsV1.CreateCustomResourceDefinitionAsync((V1CustomResourceDefinition)item, cancellationToken: Token);
        }
    }

    public async Task NamespaceAsync(SystemMember member, string name)
    {
        try
        {
            await (await AdminAsync(member)).CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } }, cancellationToken: Token);
        }
        catch (k8s.Autorest.HttpOperationException error) when (KubernetesFaults.IsStatus(error, HttpStatusCode.Conflict))
        {
            // A step has made it.
        }
    }

    public async Task AccountAsync(SystemMember member, string @namespace, string name)
    {
        await NamespaceAsync(member, @namespace);
        await (await AdminAsync(member)).CoreV1.CreateNamespacedServiceAccountAsync(
            new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = name } }, @namespace, cancellationToken: Token);
    }

    /// <summary>As a chart makes it; the simulator gives a load balancer its address unless it is of a class.</summary>
    public async Task ServiceAsync(SystemMember member, string @namespace, string name, string type, string port, int number, string? loadBalancerClass = null, int? nodePort = null)
    {
        await NamespaceAsync(member, @namespace);
        await (await AdminAsync(member)).CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = name },
                Spec = new V1ServiceSpec
                {
                    Type = type,
                    LoadBalancerClass = loadBalancerClass,
                    Ports = [new V1ServicePort { Name = port, Port = number, NodePort = nodePort }],
                },
            },
            @namespace, cancellationToken: Token);
    }

    public async Task AddressAsync(SystemMember member, string @namespace, string name, string? ip, string? hostname = null)
    {
        var ingress = ip is null ? new JsonObject { ["hostname"] = hostname } : new JsonObject { ["ip"] = ip };
        var patch = new JsonObject { ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(ingress) } } };
        await (await AdminAsync(member)).CoreV1.PatchNamespacedServiceStatusAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), name, @namespace, cancellationToken: Token);
    }

    public async Task<string> AddressOfAsync(SystemMember member, string @namespace, string name)
    {
        var service = await ReadAsync(member, "v1", "Service", @namespace, name);
        return (string?)service["status"]?["loadBalancer"]?["ingress"]?[0]?["ip"] ?? "";
    }

    /// <summary>What a real API server would refuse of all that was written to a cluster.</summary>
    public IReadOnlyList<string> Faults(SystemMember member) =>
    [
        .. clusters.Sim.Cluster(member.ClusterName).Audit.Entries().Where(write => write.Code < 400)
            .SelectMany(write => SchemaValidator.Faults(write).Select(fault => $"{write.Verb} {write.Path}: {fault}")),
    ];

    /// <summary>An object without what the server counts: equal where nothing was changed.</summary>
    public async Task<string> ContentAsync(SystemMember member, string apiVersion, string kind, string? @namespace, string name)
    {
        var item = await ReadAsync(member, apiVersion, kind, @namespace, name);
        item["metadata"]!.AsObject().Remove("resourceVersion");
        item["metadata"]!.AsObject().Remove("managedFields");
        return item.ToJsonString();
    }

    private T Step<T>()
        where T : ISystemStep => ActivatorUtilities.CreateInstance<T>(_steps);
}

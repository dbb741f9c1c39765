using System.Text.Json.Nodes;
using ClusterSim.Controllers;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Jobs.Components;
using Portal.Jobs.Components.Systems;

namespace Portal.IntegrationTests.Components.Systems.Karmada;

/// <summary>An installed system: its Karmada, and the steps as a worker runs them.</summary>
internal sealed class KarmadaSystem(KarmadaEstate estate, KarmadaControllers controllers, string api, SystemMember host)
{
    private readonly Guid _id = Guid.NewGuid();
    private readonly MemoryOutputs _outputs = new();
    private readonly CatalogSystem _catalog = ComponentCatalog.Load(null).FindSystem("karmada")!;

    public KarmadaControllers Controllers => controllers;

    public string Api => api;

    public SystemMember Host => host;

    public JsonObject Settings { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Runs the host's step.</summary>
    public async Task<RecordingStep> OpenAsync()
    {
        var context = Context(host, force: false);
        await estate.Step(SystemSteps.KarmadaAccess).RunAsync(context, Token);
        return (RecordingStep)context.Operation;
    }

    public Task<string?> KubeconfigAsync() => _outputs.FindAsync(_id, host.ClusterId, SystemSteps.KarmadaAccess, "kubeconfig", Token);

    public async Task<RecordingStep> JoinAsync(SystemMember member, TimeProvider? clock = null)
    {
        var context = Context(member, force: false);
        await estate.Step(SystemSteps.KarmadaJoin, clock).RunAsync(context, Token);
        return (RecordingStep)context.Operation;
    }

    public async Task<RecordingStep> UnjoinAsync(SystemMember member, bool force = false)
    {
        var context = Context(member, force);
        await estate.Step(SystemSteps.KarmadaJoin).UndoAsync(context, Token);
        return (RecordingStep)context.Operation;
    }

    /// <summary>An object in Karmada, or null.</summary>
    public Task<JsonObject?> FindAsync(string apiVersion, string kind, string name, string? @namespace = null) => FindInAsync(api, apiVersion, kind, name, @namespace);

    public async Task<JsonObject?> FindInAsync(string cluster, string apiVersion, string kind, string name, string? @namespace = null)
    {
        using var admin = estate.Admin(cluster);
        return await new ClusterObjects(admin).FindAsync(apiVersion, kind, name, @namespace, Token);
    }

    /// <summary>Makes an object in a cluster as somebody else does.</summary>
    public async Task CreateAsync(string cluster, string path, JsonObject item)
    {
        using var admin = estate.Admin(cluster);
        await new ClusterObjects(admin).SendAsync(HttpMethod.Post, $"{path}?fieldManager=karmadactl", item, "application/json", Token);
    }

    private SystemStepContext Context(SystemMember here, bool force) => new()
    {
        Operation = RecordingStep.Create(here.ClusterId, here.ClusterName),
        System = _catalog,
        SystemId = _id,
        Here = here,
        Members = here == host ? [host] : [host, here],
        Settings = Settings,
        Force = force,
        Connections = estate.Members.Connections,
        Outputs = _outputs,
    };
}

using ClusterSim.Control;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Planning;
using Portal.Core.Events;
using Portal.Core.Fleets;
using Portal.Core.Operations;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>An estate with something of everything: clusters well and gone, operations that ended, failed, run and wait.</summary>
public sealed class BusyEstate
{
    private static readonly (string Name, ClusterKind Kind, string Provider, string Region, string Zone)[] Places =
    [
        ("frankfurt", ClusterKind.Cloud, "aws", "eu-central-1", "eu-central-1a"),
        ("dublin", ClusterKind.Cloud, "azure", "northeurope", "1"),
        ("workshop", ClusterKind.Edge, "on-premises", "hall-3", "line-7"),
    ];

    private readonly FleetFixture _fixture;

    private BusyEstate(FleetFixture fixture) => _fixture = fixture;

    public Guid Fleet { get; private set; }

    public Guid EmptyFleet { get; private set; }

    public Guid Succeeded { get; private set; }

    public Guid Failed { get; private set; }

    public Guid Running { get; private set; }

    public Guid Queued { get; private set; }

    public Guid Rollout { get; private set; }

    public Guid Plan { get; private set; }

    public Guid System { get; private set; }

    public Guid WaitingRequest { get; private set; }

    public Guid WaitingNamespace { get; private set; }

    public Guid RefusedRequest { get; private set; }

    public Guid Application { get; private set; }

    public Guid Carried { get; private set; }

    public Guid Moved { get; private set; }

    public Guid Board { get; private set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Fills the portal through its own services; returns when all stands as described.</summary>
    public static async Task<BusyEstate> CreateAsync(FleetFixture fixture)
    {
        var estate = new BusyEstate(fixture);
        await estate.FillAsync();
        return estate;
    }

    private async Task FillAsync()
    {
        Fleet = await CreateFleetAsync("production", "What customers depend on.");
        EmptyFleet = await CreateFleetAsync("staging", "");
        await Get<IUsers>().CreateAsync(new UserRequest("vera", PortalRole.Viewer), Actor.Portal, Token);

        var ids = new List<Guid>();
        for (var i = 0; i < Places.Length; i++)
        {
            ids.Add(await JoinAsync($"sim-{i}", Places[i]));
        }

        foreach (var id in ids)
        {
            await _fixture.Portal.UntilAsync([Topics.Cluster, Topics.Sweep], async () => await StateOfAsync(id) == ClusterState.Healthy);
        }

        await ServicePath.PublishAsync(_fixture, Token);
        WaitingNamespace = await NamespaceWishes.AddAsync(_fixture, Fleet, Token);
        (WaitingRequest, RefusedRequest) = await ClusterWishes.AddAsync(_fixture, Fleet, Token);
        Board = await SurveyBoard.CreateAsync(_fixture);
        Succeeded = await InstallAsync("volcano", ids[0]);
        await EndsAsync(Succeeded, OperationState.Succeeded);
        await EndsAsync(await UpgradeAsync("volcano", ids[0], "custom:\n  controller_enable: true\n"), OperationState.Succeeded);
        Failed = await InstallAsync("prometheus", ids[0], "prometheusOperator: broken");
        await EndsAsync(Failed, OperationState.Failed);

        (Application, var delivery) = await ShopApplication.DeliverAsync(_fixture, Fleet, [Places[0].Name, Places[2].Name], Token);
        await EndsAsync(delivery, OperationState.Succeeded);

        // No write is answered there, so that one operation stays with helm and the next waits for it.
        _fixture.Sim.Cluster("sim-1").Faults.Add(new Fault { Kind = FaultKind.Hang, Verb = "create|patch", PathPattern = "volcano" });
        Running = await InstallAsync("volcano", ids[1]);
        await EndsAsync(Running, OperationState.Running);
        Queued = await InstallAsync("prometheus", ids[1]);
        _fixture.Sim.Cluster("sim-2").Faults.Add(new Fault { Kind = FaultKind.Offline });
        await _fixture.Portal.UntilAsync([Topics.Cluster, Topics.Sweep], async () => await StateOfAsync(ids[2]) == ClusterState.Unreachable);
        Carried = await CarriedApplication.AddAsync(_fixture, Fleet, ids[0], Token);
        Moved = await MovedApplication.AddAsync(_fixture, Fleet, Token);
        Plan = await PlanAsync(ids);
        Rollout = await StoppedRollout.AddAsync(_fixture, [.. ids.Zip(Places, (id, place) => (id, place.Name))], Token);
        await EdgeCommands.AddAsync(_fixture.Database, ids[0], Token);
        System = await FailedSystem.AddAsync(_fixture, Fleet, ids, Rollout, Token);
    }

    private async Task<Guid> CreateFleetAsync(string name, string description) =>
        (await Get<IFleets>().CreateAsync(new FleetRequest(name, description, null), Actor.Portal, Token)).Id;

    private async Task<Guid> JoinAsync(string member, (string Name, ClusterKind Kind, string Provider, string Region, string Zone) place)
    {
        var labels = new Dictionary<string, string> { ["env"] = "production", ["owner"] = "platform" };
        var request = new JoinRequest
        {
            Description = new ClusterDescription(place.Name, Fleet, place.Kind, place.Provider, place.Region, place.Zone, labels),
            Kubeconfig = _fixture.Sim.Kubeconfig(member),
            Context = member,
        };
        return (await Get<IClusterJoin>().JoinAsync(request, Actor.Portal, Token)).ClusterId;
    }

    private async Task<Guid> InstallAsync(string component, Guid cluster, string values = "")
    {
        var started = await Get<IComponents>().InstallAsync(new InstallRequest(component, [cluster], null, values), Actor.Portal, Token);
        return started.Single().OperationId ?? throw new InvalidOperationException(started.Single().Refusal);
    }

    private async Task<Guid> UpgradeAsync(string component, Guid cluster, string values)
    {
        var started = await Get<IComponents>().UpgradeAsync(new InstallRequest(component, [cluster], null, values), Actor.Portal, Token);
        return started.Single().OperationId ?? throw new InvalidOperationException(started.Single().Refusal);
    }

    /// <summary>With something to do, something to keep, and a cluster that cannot be asked.</summary>
    private async Task<Guid> PlanAsync(IReadOnlyList<Guid> clusters)
    {
        var request = new PlanRequest([new PlanItem("volcano", clusters, Values: "custom:\n  scheduler_replicas: 2\n"), new PlanItem("prometheus", clusters)]);
        var plan = (await Get<IComponentPlans>().CreateAsync(request, Actor.Portal, Token)).Id;
        await _fixture.Portal.UntilAsync([Topics.Plan], async () => (await Get<IComponentPlans>().GetAsync(plan, Actor.Portal, Token)).State != PlanState.Checking);
        return plan;
    }

    private async Task<ClusterState> StateOfAsync(Guid cluster) =>
        (await Get<IClusters>().GetAsync(cluster, Actor.Portal, Token)).Summary.State;

    private Task EndsAsync(Guid operation, OperationState state) => _fixture.Portal.UntilAsync(operation, state);

    private T Get<T>()
        where T : notnull => _fixture.Portal.Services.GetRequiredService<T>();
}

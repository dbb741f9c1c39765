using Portal.Core.Access;
using Portal.Core.Monitoring.Engines;

namespace Portal.Web.Tests.Testing;

public sealed class FakeGlobalEngines : FakeService, IGlobalEngines
{
    public List<FleetEngine> Items { get; } = [];

    public List<(Guid Fleet, GlobalEngineRequest Request)> Given { get; } = [];

    /// <summary>What a check says.</summary>
    public GlobalEngineCheck Check { get; set; } = new(null, "", TimeSpan.FromMilliseconds(14), ["member1", "member2"], ["member3"], TimeSpan.FromSeconds(34));

    public Guid Add(string fleet, string? address, EngineKind kind = EngineKind.Thanos)
    {
        var id = Guid.CreateVersion7();
        Items.Add(new FleetEngine(id, fleet, 3, address is null ? null : View(id, fleet, new GlobalEngineRequest(kind, address), 7)));
        return id;
    }

    public Task<IReadOnlyList<FleetEngine>> ListAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() => (IReadOnlyList<FleetEngine>)[.. Items]);

    public Task<GlobalEngineView?> FindAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Items.Single(item => item.FleetId == fleetId).Engine);

    public Task<GlobalEngineView> SetAsync(Guid fleetId, GlobalEngineRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Given.Add((fleetId, request));
        var at = Items.FindIndex(item => item.FleetId == fleetId);
        var view = View(fleetId, Items[at].FleetName, request, 8);
        Items[at] = Items[at] with { Engine = view };
        return view;
    });

    public Task RemoveAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        var at = Items.FindIndex(item => item.FleetId == fleetId);
        Items[at] = Items[at] with { Engine = null };
        return true;
    });

    public Task<GlobalEngineCheck> CheckAsync(Guid fleetId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Check);

    private static GlobalEngineView View(Guid id, string fleet, GlobalEngineRequest request, uint version) => new(
        id, fleet, request.Kind, request.Address, request.Authentication, request.Username, request.Secret is not null, "", request.Tenant, request.ClusterLabel, request.ClusterValues,
        Sample.Now, "ada", version);
}

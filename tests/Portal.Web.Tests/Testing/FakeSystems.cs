using System.Text.Json.Nodes;
using Portal.Core.Access;
using Portal.Core.Components;
using Portal.Core.Components.Systems;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeSystems : FakeService, ISystems
{
    public static readonly Guid Id = Guid.Parse("5b0f1a50-0000-7000-8000-000000000001");

    public List<SystemOffer> Offers { get; } = [];

    public List<SystemDetail> Items { get; } = [];

    public static SystemOffer Offer(string settings = """
        { "type": "object", "properties": {
            "cableDriver": { "enum": ["libreswan", "vxlan"], "default": "libreswan", "title": "Kind of tunnel" },
            "natEnabled": { "type": "boolean", "default": false, "title": "Gateways behind NAT" } } }
        """) => new(
        "submariner", "Submariner", "One network of pods and services over several clusters.", "network", "https://submariner.io/",
        JsonNode.Parse(settings)!.AsObject(),
        [
            new SystemRoleOffer("broker", "Broker", "Host", 1, 1, [new SystemPartOffer("submariner-k8s-broker", "Submariner broker", false)]),
            new SystemRoleOffer("member", "Connected cluster", "Member", 1, null,
                [new SystemPartOffer("submariner-operator", "Submariner operator", false), new SystemPartOffer("grafana", "Grafana", true)]),
        ],
        ["Access to the broker", "Gateway nodes"], false, 0);

    public static SystemDetail System(SystemState state = SystemState.Ready, string waits = "") => new(
        Id, "submariner", "Submariner", state, state == SystemState.Failed ? "It did not answer." : "", Sample.Now, Sample.FleetId, "edge", "linus", Sample.Now,
        Sample.OperationId, new JsonObject { ["cableDriver"] = "vxlan" }, [],
        [
            new SystemMemberView(Sample.ClusterId, "member1", "broker", "Broker", "member1", SystemMemberState.Active, "",
                [new SystemPartView("submariner-k8s-broker", "Submariner broker", "0.24.0", ReleaseState.Ready, "")]),
            new SystemMemberView(Guid.AllBitsSet, "member2", "member", "Connected cluster", "member2", SystemMemberState.Joining, waits,
                [new SystemPartView("submariner-operator", "Submariner operator", null, null, "")]),
        ],
        [
            new SystemStepView(Sample.ClusterId, "member1", "submariner-broker-access", "Access to the broker", true, SystemStepState.Done, Sample.Now, Sample.Now, "", null),
            new SystemStepView(Guid.AllBitsSet, "member2", "submariner-gateway-nodes", "Gateway nodes", true, SystemStepState.Running, null, null, waits, Sample.OperationId),
        ],
        [new SystemOutputView("member1", "submariner-broker-access", "token", Sample.Now)],
        [Sample.Operation(OperationState.Running).Summary]);

    public Task<IReadOnlyList<SystemOffer>> ListOffersAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<SystemOffer>>(() => Offers);

    public Task<Page<SystemDetail>> ListAsync(int skip, int take, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
        new Page<SystemDetail>([.. Items.Skip(skip).Take(take)], Items.Count, skip + take < Items.Count ? $"{skip + take}" : null));

    public Task<SystemDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(item => item.Id == id) ?? throw ProblemException.NotFound("There is no such system"));
}

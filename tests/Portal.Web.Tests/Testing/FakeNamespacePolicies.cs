using Portal.Core.Access;
using Portal.Core.Namespaces.Policies;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeNamespacePolicies : FakeService, INamespacePolicies
{
    public List<NamespacePolicyView> Items { get; } = [];

    public List<(Guid? TeamId, NamespaceLimits Limits)> Saved { get; } = [];

    public static NamespacePolicyView Policy(Guid? teamId = null, NamespaceLimits? limits = null) => new(
        Guid.CreateVersion7(), teamId, teamId is null ? "" : "platform",
        limits ?? new NamespaceLimits { NamePattern = "shop-.*", MaxNamespaces = 3, MaxQuota = new Dictionary<string, string> { ["pods"] = "5" }, SharedFleetIds = [Sample.FleetId] },
        Sample.Now.AddDays(-1), "ada", 3);

    public Task<IReadOnlyList<NamespacePolicyView>> ListAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<NamespacePolicyView>>(() => [.. Items]);

    public Task<NamespacePolicyView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.Find(item => item.Id == id) ?? throw ProblemException.NotFound("There is no such namespace policy"));

    public Task<NamespacePolicyView> CreateAsync(Guid? teamId, NamespaceLimits limits, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Saved.Add((teamId, limits));
        var policy = Policy(teamId, limits);
        Items.Add(policy);
        return policy;
    });

    public Task<NamespacePolicyView> UpdateAsync(Guid id, NamespaceLimits limits, uint version, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        var at = Items.FindIndex(item => item.Id == id);
        Saved.Add((Items[at].TeamId, limits));
        return Items[at] = Items[at] with { Limits = limits, Version = version + 1 };
    });

    public Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Items.RemoveAll(item => item.Id == id));

    public Task<IReadOnlyList<NamespaceTeam>> ListTeamsAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<NamespaceTeam>>(() =>
    [
        new NamespaceTeam(Sample.TeamId, "platform", "platform", Items.FirstOrDefault()?.Limits,
        [
            new NamespaceFleet(Sample.FleetId, "edge", false, [new NamespaceCluster(Sample.ClusterId, "edge-1", "eu", new Dictionary<string, string>()), new NamespaceCluster(Guid.CreateVersion7(), "edge-2", "eu", new Dictionary<string, string>())]),
        ]),
    ]);
}

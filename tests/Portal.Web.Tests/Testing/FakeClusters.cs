using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeClusters : FakeService, IClusters
{
    public List<ClusterDetail> Items { get; } = [];

    /// <summary>Null: made from the items.</summary>
    public EstateSummary? Estate { get; set; }

    public ClusterInventory? Inventory { get; set; }

    public List<ClusterHealthEvent> History { get; } = [];

    public List<MemberEvent> MemberEvents { get; } = [];

    public int MemberEventReads { get; private set; }

    /// <summary>The latest query of the list.</summary>
    public ClusterQuery? Asked { get; private set; }

    public List<(Guid Id, ClusterEdit Edit, uint Version)> Updated { get; } = [];

    public List<Guid> Left { get; } = [];

    public void Replace(string name, Func<ClusterDetail, ClusterDetail> change)
    {
        var at = Items.FindIndex(cluster => cluster.Summary.Name == name);
        Items[at] = change(Items[at]);
    }

    public Task<ClusterPage> ListAsync(ClusterQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Asked = query;
        var found = Items.Select(cluster => cluster.Summary).Where(cluster => Matches(query, cluster)).ToList();
        return new ClusterPage([.. found.Skip(query.Skip).Take(query.Take)], found.Count);
    });

    public Task<ClusterFacets> FacetsAsync(ClusterQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var all = Items.ConvertAll(cluster => cluster.Summary);
        return new ClusterFacets(
            all.CountBy(cluster => cluster.State).ToDictionary(),
            all.CountBy(cluster => cluster.Kind).ToDictionary(),
            all.CountBy(cluster => cluster.Provider).ToDictionary(),
            all.CountBy(cluster => cluster.Region).ToDictionary(),
            all.CountBy(cluster => cluster.KubernetesVersion).ToDictionary(),
            all.CountBy(cluster => cluster.FleetId).ToDictionary());
    });

    public Task<ClusterDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(cluster => cluster.Summary.Id == id) ?? throw Missing());

    public Task<ClusterDetail> GetByNameAsync(string name, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(cluster => cluster.Summary.Name == name) ?? throw Missing());

    public Task<ClusterInventory?> GetInventoryAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Inventory);

    public Task<IReadOnlyList<ClusterHealthEvent>> ListHealthEventsAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ClusterHealthEvent>>(() => [.. History]);

    public Task<IReadOnlyList<MemberEvent>> ListMemberEventsAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        MemberEventReads++;
        return ReadAsync<IReadOnlyList<MemberEvent>>(() => [.. MemberEvents]);
    }

    public Task UpdateAsync(Guid id, ClusterEdit edit, uint version, Actor actor, CancellationToken cancellationToken)
    {
        Updated.Add((id, edit, version));
        return ActAsync(() =>
        {
            var at = Items.FindIndex(cluster => cluster.Summary.Id == id);
            var summary = Items[at].Summary with { Region = edit.Region, Zone = edit.Zone };
            return Items[at] = Items[at] with { Summary = summary, Labels = edit.Labels, Taints = edit.Taints, Version = version + 1 };
        });
    }

    public Task<Guid> LeaveAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        Left.Add(id);
        return ActAsync(() => Sample.OperationId);
    }

    public Task<EstateSummary> SummariseAsync(Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Estate ?? Sample.Estate(Items));

    private static bool Matches(ClusterQuery query, ClusterSummary cluster) =>
        cluster.Name.Contains(query.Search, StringComparison.OrdinalIgnoreCase)
        && (query.States.Count == 0 || query.States.Contains(cluster.State))
        && (query.Fleets.Count == 0 || query.Fleets.Contains(cluster.FleetId))
        && (query.Providers.Count == 0 || query.Providers.Contains(cluster.Provider))
        && (query.Regions.Count == 0 || query.Regions.Contains(cluster.Region));

    private static ProblemException Missing() => ProblemException.NotFound("There is no such cluster");
}

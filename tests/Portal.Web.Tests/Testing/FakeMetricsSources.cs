using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Sources;

namespace Portal.Web.Tests.Testing;

public sealed class FakeMetricsSources : FakeService, IMetricsSources
{
    public List<ClusterSource> Items { get; } = [];

    public List<(Guid Cluster, MetricsSourceRequest Request)> Given { get; } = [];

    public List<Guid> Removed { get; } = [];

    /// <summary>What a check says.</summary>
    public MetricsSourceCheck Check { get; set; } = new(null, "", TimeSpan.FromMilliseconds(14), TimeSpan.Zero);

    public Guid Add(string cluster, string? address, bool isFound = false, bool hasSecret = false)
    {
        var id = Guid.CreateVersion7();
        var kind = isFound ? MetricsSourceKind.Service : MetricsSourceKind.Url;
        Items.Add(new ClusterSource(id, cluster, address is null ? null : new MetricsSourceView(
            id, cluster, isFound, kind, address, hasSecret ? MetricsAuthentication.Bearer : MetricsAuthentication.None, "", hasSecret, "", isFound ? null : Sample.Now, "ada", isFound ? 0u : 7u)));
        return id;
    }

    public Task<Page<ClusterSource>> ListAsync(SourceQuery query, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        var found = Items.Where(item => item.ClusterName.Contains(query.Search, StringComparison.OrdinalIgnoreCase)).ToList();
        return new Page<ClusterSource>([.. found.Skip(query.Skip).Take(query.Take)], found.Count, null);
    });

    public Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Items.Single(item => item.ClusterId == clusterId).Source);

    public Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Given.Add((clusterId, request));
        var at = Items.FindIndex(item => item.ClusterId == clusterId);
        var view = new MetricsSourceView(
            clusterId, Items[at].ClusterName, false, request.Kind, request.Address, request.Authentication, request.Username, request.Secret is not null, "", Sample.Now, "ada", 8);
        Items[at] = Items[at] with { Source = view };
        return view;
    });

    public Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Removed.Add(clusterId);
        var at = Items.FindIndex(item => item.ClusterId == clusterId);
        Items[at] = Items[at] with { Source = null };
        return true;
    });

    public Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Check);
}

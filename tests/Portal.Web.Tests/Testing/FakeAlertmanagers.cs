using Portal.Core.Access;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.Sources;

namespace Portal.Web.Tests.Testing;

/// <summary>Gives the rows of <paramref name="sources"/> their Alertmanagers.</summary>
public sealed class FakeAlertmanagers(FakeMetricsSources sources) : FakeService, IAlertmanagers
{
    public List<(Guid Cluster, MetricsSourceRequest Request)> Given { get; } = [];

    /// <summary>What a check says.</summary>
    public MetricsSourceCheck Check { get; set; } = new(null, "", TimeSpan.FromMilliseconds(9), TimeSpan.Zero);

    public Task<MetricsSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => sources.Items.Single(item => item.ClusterId == clusterId).Alertmanager);

    public Task<MetricsSourceView> SetAsync(Guid clusterId, MetricsSourceRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Given.Add((clusterId, request));
        return Put(clusterId, name => new MetricsSourceView(
            clusterId, name, false, request.Kind, request.Address, request.Authentication, request.Username, request.Secret is not null, "", Sample.Now, "ada", 8))!;
    });

    public Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Check);

    public Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Put(clusterId, _ => null));

    private MetricsSourceView? Put(Guid clusterId, Func<string, MetricsSourceView?> view)
    {
        var at = sources.Items.FindIndex(item => item.ClusterId == clusterId);
        sources.Items[at] = sources.Items[at] with { Alertmanager = view(sources.Items[at].ClusterName) };
        return sources.Items[at].Alertmanager;
    }
}

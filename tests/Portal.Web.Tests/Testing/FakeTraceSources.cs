using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;

namespace Portal.Web.Tests.Testing;

/// <summary>Gives the rows of <paramref name="sources"/> their trace stores.</summary>
public sealed class FakeTraceSources(FakeMetricsSources sources) : FakeService, ITraceSources
{
    public List<(Guid Cluster, TraceSourceRequest Request)> Given { get; } = [];

    /// <summary>What a check says.</summary>
    public MetricsSourceCheck Check { get; set; } = new(null, "", TimeSpan.FromMilliseconds(11), TimeSpan.Zero);

    public Task<TraceSourceView?> FindAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => sources.Items.Single(item => item.ClusterId == clusterId).Traces);

    public Task<TraceSourceView> SetAsync(Guid clusterId, TraceSourceRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Given.Add((clusterId, request));
        return Put(clusterId, name => new TraceSourceView(
            clusterId, name, false, request.Store, request.Kind, request.Address, request.Authentication, request.Username, request.Secret is not null, "", request.Tenant, Sample.Now, "ada", 8))!;
    });

    public Task<MetricsSourceCheck> CheckAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Check);

    public Task RemoveAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) => ActAsync(() => Put(clusterId, _ => null));

    private TraceSourceView? Put(Guid clusterId, Func<string, TraceSourceView?> view)
    {
        var at = sources.Items.FindIndex(item => item.ClusterId == clusterId);
        sources.Items[at] = sources.Items[at] with { Traces = view(sources.Items[at].ClusterName) };
        return sources.Items[at].Traces;
    }
}

using Portal.Core.Access;
using Portal.Core.Distribution.Applications;
using Portal.Core.Monitoring.ApplicationMetrics;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Problems;

namespace Portal.Web.Tests.Testing;

public sealed class FakeApplicationMetrics : FakeService, IApplicationMetrics
{
    public static readonly Guid Id = new("a8000000-0000-7000-8000-000000000001");

    public List<ApplicationMetricDetail> Items { get; } = [];

    public List<ApplicationMetricRequest> Created { get; } = [];

    public List<ApplicationMetricRequest> Updated { get; } = [];

    public List<string?> Removed { get; } = [];

    public List<ApplicationMetricRequest> Previewed { get; } = [];

    public IReadOnlyList<MonitorEndpoint> Endpoints { get; } =
        [new("orders", new Dictionary<string, string> { ["app"] = "orders", ["helm.sh/chart"] = "orders-1.2" }, [new MonitorPort("http", ["8080"]), new MonitorPort("http-metrics", ["9090"])])];

    public MonitorPreview Preview { get; set; } = new("", [
        new MonitorClusterCheck(Sample.ClusterId, "member1",
            [new MonitorFinding(MonitorSeverity.Warning, "Its Prometheus monitoring/main would not select the monitor: it wants release=prometheus.", "Add the labels release=prometheus.")],
            new Dictionary<string, string> { ["release"] = "prometheus" }),
    ], 0);

    public MetricTargets Targets { get; set; } = new([], new Coverage([]), Sample.Now);

    /// <summary>One that is on one cluster, and failed on another.</summary>
    public static ApplicationMetricDetail Metric()
    {
        var application = FakeApplications.Application();
        var settings = new MonitorSettings(MonitorKind.ServiceMonitor, "shop", new Dictionary<string, string> { ["app"] = "orders" }, "metrics");
        var failed = application.Clusters[0] with { Reason = "There is no namespace shop on the cluster.", Objects = [] };
        var summary = new ApplicationMetricSummary(Id, settings, Sample.Now, "ada", application.Summary with { Id = Id, Name = "orders", Clusters = 2 });
        return new ApplicationMetricDetail(summary, ["member1", "member2"], 2, false, MonitorManifest.Yaml("orders", settings),
            [failed, failed with { ClusterId = Guid.AllBitsSet, ClusterName = "member2", State = ClusterDelivery.Delivered, Reason = "" }]);
    }

    public void Scrapes()
    {
        var one = new MemberCoverage(QueryMember.Of(Sample.ClusterId, "member1", null, null, null), MemberPart.Missing, MemberFaultKind.NoSource, "No metrics endpoint of it is known.", TimeSpan.Zero);
        var other = new MemberCoverage(QueryMember.Of(Guid.AllBitsSet, "member2", null, null, null), MemberPart.Answered, null, null, TimeSpan.FromMilliseconds(3));
        Targets = new MetricTargets(
            [
                new MetricTarget("member2", "http://10.0.0.2:8080/metrics", "orders", "10.0.0.2:8080", "down", "connection refused", Sample.Now, TimeSpan.FromMilliseconds(2), null),
                new MetricTarget("member2", "http://10.0.0.1:8080/metrics", "orders", "10.0.0.1:8080", "up", "", Sample.Now, TimeSpan.FromMilliseconds(8), 42),
            ], new Coverage([one, other]), Sample.Now);
    }

    public Task<IReadOnlyList<ApplicationMetricSummary>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ApplicationMetricSummary>>(() => [.. Items.Select(item => item.Summary)]);

    public Task<ApplicationMetricDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => Items.SingleOrDefault(item => item.Summary.Id == id) ?? throw ProblemException.NotFound("There is no such metric"));

    public Task<MonitorPlace> LookAsync(Guid clusterId, MonitorKind kind, string @namespace, Actor actor, CancellationToken cancellationToken) =>
        ActAsync(() => new MonitorPlace(["default", "shop"], @namespace == "shop" ? Endpoints : []));

    public Task<MonitorPreview> PreviewAsync(Guid? id, ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Previewed.Add(request);
        return Preview;
    });

    public Task<ApplicationMetricStarted> CreateAsync(ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Created.Add(request);
        Items.Add(Metric());
        return new ApplicationMetricStarted(Id, Sample.OperationId);
    });

    public Task<ApplicationMetricStarted> UpdateAsync(Guid id, ApplicationMetricRequest request, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Updated.Add(request);
        return new ApplicationMetricStarted(id, Sample.OperationId);
    });

    public Task<Guid> RemoveAsync(Guid id, string? confirm, Actor actor, CancellationToken cancellationToken) => ActAsync(() =>
    {
        Removed.Add(confirm);
        return Sample.OperationId;
    });

    public Task<MetricTargets> TargetsAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => Targets);
}

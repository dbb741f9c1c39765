using Portal.Core.Access;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces;

namespace Portal.Web.Tests.Testing;

/// <summary>A trace of the services shop, cart, orders and postgres in two clusters, one of whose clocks is behind.</summary>
public sealed class FakeTraces : FakeService, ITraces
{
    public const string Id = "0af7651916cd43dd8448eb211c80319c";

    public List<MemberCoverage> Members { get; } = [];

    public List<string> Services { get; } = ["cart", "orders", "shop"];

    public List<TraceSearch> Searches { get; } = [];

    public List<TraceSummary> Found { get; } =
    [
        new(Id, "shop", "GET /checkout", Sample.Now.AddMinutes(-3), TimeSpan.FromMilliseconds(120), ["cart", "orders", "shop"], 4, 1, ["member1", "west"]),
        new("00000000000000000000000000000002", null, null, Sample.Now.AddMinutes(-4), TimeSpan.FromMicroseconds(450), ["cart"], null, null, ["west"]),
    ];

    public bool IsCut { get; set; }

    public List<TraceRow> Rows { get; } =
    [
        Row(1, null, "shop", "GET /checkout", 0, 120, 0, 3, "member1", SpanKind.Server),
        Row(2, 1, "cart", "POST /orders", 10, 90, 1, 2, "member1", SpanKind.Client),
        Row(3, 2, "orders", "POST /orders", 5, 80, 2, 1, "west", SpanKind.Server) with { Outside = TimeSpan.FromMilliseconds(5) },
        Row(4, 3, "postgres", "INSERT", 20, 30, 3, 0, "west", SpanKind.Client, isError: true),
    ];

    public List<string> CutIn { get; } = [];

    public void Answers(params IEnumerable<string> clusters) =>
        Members.AddRange(clusters.Select(cluster => new MemberCoverage(Member(cluster), MemberPart.Answered, null, null, TimeSpan.FromMilliseconds(7))));

    public void IsMissing(string cluster) =>
        Members.Add(new MemberCoverage(Member(cluster), MemberPart.Missing, MemberFaultKind.TimedOut, "It did not answer within 10 seconds.", TimeSpan.FromSeconds(10)));

    public void HasNoStore(string cluster) => Members.Add(new MemberCoverage(Member(cluster), MemberPart.NotAsked, null, null, TimeSpan.Zero));

    public static TraceRow Row(
        int id, int? parent, string service, string operation, int startMs, int durationMs, int depth, int below, string cluster, SpanKind kind = SpanKind.Internal, bool isError = false) => new(
        new TraceSpan
        {
            Id = id.ToString("x16", null),
            ParentId = parent?.ToString("x16", null),
            Service = service,
            Operation = operation,
            Kind = kind,
            Start = Sample.Now.AddMinutes(-3).AddMilliseconds(startMs),
            Duration = TimeSpan.FromMilliseconds(durationMs),
            IsError = isError,
            Tags = [new("http.status_code", isError ? "500" : "200")],
            Process = [new("service.name", service)],
            Events = isError ? [new(Sample.Now.AddMinutes(-3).AddMilliseconds(startMs + 1), "exception", [new("exception.type", "Timeout")])] : [],
            Clusters = [cluster],
            Cluster = cluster,
        },
        depth, below, below == 0 ? 0 : 1);

    public Task<GlobalList<string>> ServicesAsync(TraceWindow window, QueryScope scope, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new GlobalList<string>([.. Services], false, new Coverage([.. Members])));

    public Task<GlobalList<string>> OperationsAsync(string service, TraceWindow window, QueryScope scope, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync(() => new GlobalList<string>(["GET /checkout"], false, new Coverage([.. Members])));

    public Task<TraceList> SearchAsync(TraceSearch search, Actor actor, CancellationToken cancellationToken) => ReadAsync(() =>
    {
        Searches.Add(search);
        return new TraceList([.. Found], IsCut, new Coverage([.. Members]), Sample.Now);
    });

    public Task<TraceView> FindAsync(string traceId, QueryScope scope, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => new TraceView(
        traceId, [.. Rows], Rows.Any(row => row.Outside > TimeSpan.Zero) ? [new ClockNote("member1", "west", TimeSpan.FromMilliseconds(5), 1)] : [], [.. CutIn], new Coverage([.. Members]), Sample.Now));

    private static QueryMember Member(string cluster) => QueryMember.Of(Guid.CreateVersion7(), cluster, "edge", null, null);
}

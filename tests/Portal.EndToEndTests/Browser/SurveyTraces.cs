using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Monitoring.Sources;
using Portal.Core.Monitoring.Traces.Sources;
using Portal.Testing.Traces;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>Three clusters with trace stores: a request crosses two of them, and the third sends nonsense.</summary>
public sealed class SurveyTraces : IAsyncDisposable
{
    private const string Checkout = "0af7651916cd43dd8448eb211c80319c";

    private readonly TraceStoreServer _server;

    private SurveyTraces(TraceStoreServer server) => _server = server;

    public static IEnumerable<Scene> Scenes { get; } =
    [
        new("traces", "/monitoring/traces?service=cart"),
        new("traces-services", "/monitoring/traces"),
        new("trace", $"/monitoring/traces/{Checkout}", page => page.Locator("[role=row][aria-level]").First.WaitForAsync()),
        new("trace-span", $"/monitoring/traces/{Checkout}?span=0000000000000004&colour=service", page => page.Locator(".span-detail").WaitForAsync()),
    ];

    /// <summary>Gives clusters, by name, their stores.</summary>
    public static async Task<SurveyTraces> StartAsync(PortalHost portal, string east, string west, string broken)
    {
        var server = await TraceStoreServer.StartAsync();
        var start = DateTimeOffset.UtcNow.AddMinutes(-3);
        await GiveAsync(east, TraceStoreKind.Jaeger, server.Put("jaeger", "east", [.. East(start), .. Small(start)]));
        await GiveAsync(west, TraceStoreKind.Tempo, server.Put("tempo", "west", [.. West(start)]));
        await GiveAsync(broken, TraceStoreKind.Jaeger, server.Put("malformed", "broken"));
        return new SurveyTraces(server);

        async Task GiveAsync(string cluster, TraceStoreKind store, string address)
        {
            var all = await portal.Services.GetRequiredService<IMetricsSources>().ListAsync(new SourceQuery(cluster), Actor.Portal, CancellationToken.None);
            await portal.Services.GetRequiredService<ITraceSources>().SetAsync(all.Items.Single().ClusterId, new(store, MetricsSourceKind.Url, address), Actor.Portal, CancellationToken.None);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static IEnumerable<StoredSpan> East(DateTimeOffset start) =>
    [
        Span(1, null, "shop", "GET /checkout", "server", start, 0, 148),
        Span(2, 1, "shop", "render checkout", "internal", start, 2, 139),
        Span(3, 2, "cart", "POST /orders", "client", start, 14, 96),
        Span(9, 2, "recommendations", "GET /recommendations", "client", start, 112, 24),
        Span(10, 77, "audit", "write entry", "producer", start, 126, 6),
    ];

    /// <summary>A clock that is behind, and one error.</summary>
    private static IEnumerable<StoredSpan> West(DateTimeOffset start) =>
    [
        Span(4, 3, "orders", "POST /orders", "server", start, 9, 84),
        Span(5, 4, "orders", "validate basket", "internal", start, 11, 7),
        Span(6, 4, "postgres", "INSERT INTO orders", "client", start, 20, 22),
        Span(7, 4, "payments", "POST /payments", "client", start, 44, 41, isError: true),
        Span(8, 7, "payments", "retry", "internal", start, 61, 18, isError: true),
    ];

    private static IEnumerable<StoredSpan> Small(DateTimeOffset start) => Enumerable.Range(1, 8).Select(i => new StoredSpan(
        (0xabc000 + i).ToString("x32", null), (1000 + i).ToString("x16", null), i == 4 ? "00000000000000aa" : null, "cart", "GET /cart", "server",
        start.AddSeconds(-20 * i), TimeSpan.FromMicroseconds(350 * i * i), IsError: i == 3));

    private static StoredSpan Span(int id, int? parent, string service, string operation, string kind, DateTimeOffset start, int at, int lasts, bool isError = false) => new(
        Checkout, id.ToString("x16", null), parent?.ToString("x16", null), service, operation, kind, start.AddMilliseconds(at), TimeSpan.FromMilliseconds(lasts), isError);
}

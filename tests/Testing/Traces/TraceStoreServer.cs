using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.Testing.Traces;

/// <summary>
/// Trace stores by the first part of the path: "jaeger/NAME" and "tempo/NAME" answer by the documented HTTP APIs of these
/// from the spans that were put there; "old-tempo/NAME" knows only the first version; others misbehave.
/// </summary>
public sealed class TraceStoreServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, IReadOnlyList<StoredSpan>> _spans = new();
    private readonly ConcurrentQueue<string> _asked = new();

    private TraceStoreServer(WebApplication app) => _app = app;

    /// <summary>Path and query of each question.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<TraceStoreServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new TraceStoreServer(app);
        app.Map("/{how}/{name}/{**rest}", (string how, string name, string rest, HttpContext context) => server.AnswerAsync(how, name, rest, context));
        await app.StartAsync();
        return server;
    }

    public string Put(string how, string name, params IReadOnlyList<StoredSpan> spans)
    {
        _spans[name] = spans;
        return $"{_app.Urls.Single()}/{how}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(string how, string name, string rest, HttpContext context)
    {
        _asked.Enqueue($"{how}/{name}/{rest}{context.Request.QueryString}");
        var spans = _spans.GetValueOrDefault(name, []);
        var query = context.Request.Query;
        switch (how)
        {
            case "hanging":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            case "malformed":
                await SayAsync(context, """{"data":[{"traceID":"1","spans":[{"spanID":}]}]}""");
                return;
            case "jaeger":
                await (rest switch
                {
                    "api/services" => SayAsync(context, new JsonObject { ["data"] = Array(spans.Select(span => span.Service).Distinct()), ["errors"] = null }),
                    "api/operations" => SayAsync(context, new JsonObject
                    {
                        ["data"] = new JsonArray([.. spans.Where(span => span.Service == query["service"]).Select(span => new JsonObject { ["name"] = span.Operation, ["spanKind"] = span.Kind })]),
                    }),
                    "api/traces" => SayAsync(context, JaegerAnswer(Matching(spans, query["service"]!).Take(int.Parse(query["limit"]!, CultureInfo.InvariantCulture)))),
                    _ when OneTrace(spans, rest) is { } trace => SayAsync(context, JaegerAnswer([trace])),
                    _ => SayAsync(context, """{"data":null,"total":0,"limit":0,"offset":0,"errors":[{"code":404,"msg":"trace not found"}]}""", 404),
                });
                return;
            case "old-tempo" when rest.StartsWith("api/v2/traces/", StringComparison.Ordinal):
                await SayAsync(context, "404 page not found", 404, "text/plain");
                return;
            default:
                await (rest switch
                {
                    "api/v2/search/tag/resource.service.name/values" => SayAsync(context, TagValues(spans.Select(span => span.Service))),
                    "api/v2/search/tag/name/values" => SayAsync(context, TagValues(spans.Where(span => query["q"].ToString().Contains($"\"{span.Service}\"", StringComparison.Ordinal)).Select(span => span.Operation))),
                    "api/search" => SayAsync(context, TempoFound(spans, query["q"]!)),
                    _ when OneTrace(spans, rest) is { } trace => SayAsync(context, Otlp(trace, isWrapped: rest.StartsWith("api/v2", StringComparison.Ordinal))),
                    _ => SayAsync(context, "trace not found", 404, "text/plain"),
                });
                return;
        }
    }

    private static IEnumerable<IGrouping<string, StoredSpan>> Matching(IReadOnlyList<StoredSpan> spans, string service) =>
        spans.GroupBy(span => span.TraceId).Where(trace => trace.Any(span => span.Service == service)).OrderByDescending(trace => trace.Min(span => span.Start));

    private static IGrouping<string, StoredSpan>? OneTrace(IReadOnlyList<StoredSpan> spans, string path) =>
        path.Contains("traces/", StringComparison.Ordinal) ? spans.GroupBy(span => span.TraceId).FirstOrDefault(trace => trace.Key.PadLeft(32, '0') == path[(path.LastIndexOf('/') + 1)..]) : null;

    private static JsonObject JaegerAnswer(IEnumerable<IGrouping<string, StoredSpan>> traces) => new()
    {
        ["data"] = new JsonArray([.. traces.Select(trace => new JsonObject
        {
            ["traceID"] = trace.Key,
            ["spans"] = new JsonArray([.. trace.Select(span => new JsonObject
            {
                ["traceID"] = span.TraceId,
                ["spanID"] = span.Id,
                ["operationName"] = span.Operation,
                ["references"] = span.ParentId is null ? [] : new JsonArray(new JsonObject { ["refType"] = "CHILD_OF", ["traceID"] = span.TraceId, ["spanID"] = span.ParentId }),
                ["startTime"] = (span.Start - DateTimeOffset.UnixEpoch).Ticks / 10,
                ["duration"] = span.Duration.Ticks / 10,
                ["tags"] = new JsonArray(
                    new JsonObject { ["key"] = "span.kind", ["type"] = "string", ["value"] = span.Kind }, new JsonObject { ["key"] = "error", ["type"] = "bool", ["value"] = span.IsError }),
                ["logs"] = new JsonArray(),
                ["processID"] = span.Service,
            })]),
            ["processes"] = new JsonObject(trace.Select(span => span.Service).Distinct().Select(service => KeyValuePair.Create<string, JsonNode?>(service, new JsonObject { ["serviceName"] = service, ["tags"] = new JsonArray() }))),
        })]),
        ["total"] = 0,
        ["errors"] = null,
    };

    private static JsonObject TempoFound(IReadOnlyList<StoredSpan> spans, string traceQl) => new()
    {
        ["traces"] = new JsonArray([.. spans.GroupBy(span => span.TraceId).Where(trace => trace.Any(span => traceQl.Contains($"resource.service.name = \"{span.Service}\"", StringComparison.Ordinal))).Select(trace => new JsonObject
        {
            ["traceID"] = trace.Key.TrimStart('0'),
            ["rootServiceName"] = trace.FirstOrDefault(span => span.ParentId is null)?.Service ?? "<root span not yet received>",
            ["rootTraceName"] = trace.FirstOrDefault(span => span.ParentId is null)?.Operation,
            ["startTimeUnixNano"] = Nanoseconds(trace.Min(span => span.Start)),
            ["durationMs"] = (long)(trace.Max(span => span.Start + span.Duration) - trace.Min(span => span.Start)).TotalMilliseconds,
            ["serviceStats"] = new JsonObject(trace.GroupBy(span => span.Service).Select(service => KeyValuePair.Create<string, JsonNode?>(
                service.Key, new JsonObject { ["spanCount"] = service.Count(), ["errorCount"] = service.Count(span => span.IsError) }))),
        })]),
        ["metrics"] = new JsonObject(),
    };

    /// <summary>In base64, as Tempo prints it.</summary>
    private static JsonObject Otlp(IGrouping<string, StoredSpan> trace, bool isWrapped)
    {
        var batches = new JsonArray([.. trace.GroupBy(span => span.Service).Select(service => new JsonObject
        {
            ["resource"] = new JsonObject { ["attributes"] = new JsonArray(new JsonObject { ["key"] = "service.name", ["value"] = new JsonObject { ["stringValue"] = service.Key } }) },
            ["scopeSpans"] = new JsonArray(new JsonObject
            {
                ["scope"] = new JsonObject(),
                ["spans"] = new JsonArray([.. service.Select(span => new JsonObject
                {
                    ["traceId"] = Base64(span.TraceId.PadLeft(32, '0')),
                    ["spanId"] = Base64(span.Id),
                    ["parentSpanId"] = span.ParentId is null ? "" : Base64(span.ParentId),
                    ["name"] = span.Operation,
                    ["kind"] = $"SPAN_KIND_{span.Kind.ToUpperInvariant()}",
                    ["startTimeUnixNano"] = Nanoseconds(span.Start),
                    ["endTimeUnixNano"] = Nanoseconds(span.Start + span.Duration),
                    ["status"] = span.IsError ? new JsonObject { ["code"] = "STATUS_CODE_ERROR" } : new JsonObject(),
                })]),
            }),
        })]);
        return isWrapped ? new JsonObject { ["trace"] = new JsonObject { ["resourceSpans"] = batches } } : new JsonObject { ["batches"] = batches };
    }

    private static JsonObject TagValues(IEnumerable<string> values) => new()
    {
        ["tagValues"] = new JsonArray([.. values.Distinct().Select(value => new JsonObject { ["type"] = "string", ["value"] = value })]),
    };

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static string Base64(string hex) => Convert.ToBase64String(Convert.FromHexString(hex));

    private static string Nanoseconds(DateTimeOffset time) => ((time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);

    private static Task SayAsync(HttpContext context, JsonObject json) => SayAsync(context, json.ToJsonString());

    private static Task SayAsync(HttpContext context, string text, int status = 200, string type = "application/json")
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}

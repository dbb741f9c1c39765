using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>
/// Reads one trace as Tempo sends it: OTLP in JSON, under "batches" (/api/traces) or "trace" and "resourceSpans"
/// (/api/v2/traces), with the names that older versions had. Times are in nanoseconds.
/// </summary>
/// <param name="id">Of the trace that was asked for.</param>
/// <param name="budget">How many spans may still come.</param>
internal sealed class OtlpTraceParser(string id, TraceBudget budget) : TraceScanner
{
    private const int NanosecondsPerTick = 100;

    private readonly List<TraceSpan> _spans = [];
    private readonly List<TraceSpan> _batch = [];
    private (string Service, IReadOnlyList<SpanTag> Tags) _resource = ("", []);
    private bool _isCut;
    private bool _isTrace;

    /// <exception cref="Portal.Core.Monitoring.Sources.MemberFaultException">The answer is a refusal, or none at all.</exception>
    public ParsedTrace Finish()
    {
        DemandReached();
        return _isTrace ? new ParsedTrace(id, _spans, _isCut) : throw TraceFaults.Malformed();
    }

    protected override bool IsWanted(string container, string name) =>
        container == "spans" && name.Length == 0 && HasRoom() || name == "resource";

    protected override void OfItem(string container, string name, JsonObject item)
    {
        if (container == "spans")
        {
            _batch.Add(Span(item));
        }
        else
        {
            var draft = new SpanDraft();
            var tags = draft.Tags(Attributes(item["attributes"]));
            _resource = (tags.FirstOrDefault(tag => tag.Key == "service.name")?.Value ?? "", tags);
        }
    }

    protected override void OfValue(string container, string name, ref Utf8JsonReader reader)
    {
        // Tempo gives no more of a trace than it is configured to.
        _isCut |= container.Length == 0 && name == "status" && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("PARTIAL"u8);
    }

    protected override void Opened(int depth, string name, bool isList) => _isTrace |= depth == 1 && (isList ? IsBatches(name) : name == "trace");

    protected override void Closed(string container)
    {
        if (IsBatches(container))
        {
            _spans.AddRange(_batch.Select(span => span with { Service = _resource.Service, Process = _resource.Tags }));
            _batch.Clear();
            _resource = ("", []);
        }
    }

    private bool HasRoom()
    {
        var hasRoom = budget.Take();
        _isCut |= !hasRoom;
        return hasRoom;
    }

    private static bool IsBatches(string name) => name is "batches" or "resourceSpans";

    private static TraceSpan Span(JsonObject json)
    {
        var draft = new SpanDraft();
        var start = Ticks(json["startTimeUnixNano"]);
        var status = json["status"] as JsonObject;
        var isError = SpanDraft.Text(status?["code"]) is "STATUS_CODE_ERROR" or "2";
        var tags = Attributes(json["attributes"]);
        if (isError && SpanDraft.Text(status!["message"]) is { Length: > 0 } message)
        {
            tags = tags.Prepend(("status.message", message));
        }

        var span = new TraceSpan
        {
            Id = TraceIds.Span(SpanDraft.Text(json["spanId"])) ?? throw new JsonException("A span has no id."),
            ParentId = TraceIds.Span(SpanDraft.Text(json["parentSpanId"])),
            Service = "",
            Operation = draft.Word(SpanDraft.Text(json["name"])),
            Kind = Kind(SpanDraft.Text(json["kind"])),
            Start = SpanDraft.At(start),
            Duration = SpanDraft.Lasting(SpanDraft.At(start), json["endTimeUnixNano"] is { } end ? Ticks(end) - start : 0),
            IsError = isError,
            Tags = draft.Tags(tags),
            Events = draft.Events((json["events"] as JsonArray ?? []).OfType<JsonObject>().Select(one => new SpanEvent(
                SpanDraft.At(Ticks(one["timeUnixNano"])), draft.Word(SpanDraft.Text(one["name"])), draft.Tags(Attributes(one["attributes"]))))),
        };
        return span with { IsShortened = draft.IsShortened };
    }

    private static long Ticks(JsonNode? nanoseconds) => SpanDraft.Whole(nanoseconds) / NanosecondsPerTick;

    private static SpanKind Kind(string text) => text switch
    {
        "SPAN_KIND_INTERNAL" or "1" => SpanKind.Internal,
        "SPAN_KIND_SERVER" or "2" => SpanKind.Server,
        "SPAN_KIND_CLIENT" or "3" => SpanKind.Client,
        "SPAN_KIND_PRODUCER" or "4" => SpanKind.Producer,
        "SPAN_KIND_CONSUMER" or "5" => SpanKind.Consumer,
        _ => SpanKind.Unspecified,
    };

    private static IEnumerable<(string? Key, string Value)> Attributes(JsonNode? list) =>
        (list as JsonArray ?? []).OfType<JsonObject>().Select(one => ((string?)SpanDraft.Text(one["key"]), Value(one["value"])));

    /// <summary>A value stands under the name of its type; lists and maps are left as they came.</summary>
    private static string Value(JsonNode? value) => value is JsonObject { Count: > 0 } typed ? SpanDraft.Text(typed.First().Value) : "";
}

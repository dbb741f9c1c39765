using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>
/// Reads traces as Jaeger's query service sends them to its own user interface (/api/traces). Times are in microseconds; the
/// processes of a trace, which name the services, come after its spans.
/// </summary>
/// <param name="budget">How many spans may still come.</param>
/// <param name="found">Is given each trace once it is whole.</param>
internal sealed class JaegerTraceParser(TraceBudget budget, Action<ParsedTrace> found) : TraceScanner
{
    private readonly List<(TraceSpan Span, string Process)> _spans = [];
    private readonly Dictionary<string, (string Service, IReadOnlyList<SpanTag> Tags)> _processes = [];
    private string? _id;
    private string? _error;
    private bool _isCut;
    private bool _hasData;

    /// <summary>Throws where the answer is a refusal, or none at all. That a trace is not there is no refusal.</summary>
    public void Finish(bool isSuccess, int status)
    {
        DemandReached();
        if (_error is { } error)
        {
            throw TraceFaults.Said(error);
        }

        if (isSuccess ? !_hasData : status != 404)
        {
            throw TraceFaults.Malformed();
        }
    }

    protected override bool IsWanted(string container, string name) =>
        container == "spans" && name.Length == 0 && HasRoom() || name == "processes" || container == "errors" && name.Length == 0;

    protected override void OfItem(string container, string name, JsonObject item)
    {
        if (container == "spans")
        {
            _spans.Add(Span(item));
        }
        else if (name == "processes")
        {
            Processes(item);
        }
        else if (SpanDraft.Text(item["code"]) != "404")
        {
            _error ??= SpanDraft.Text(item["msg"]);
        }
    }

    protected override void OfValue(string container, string name, ref Utf8JsonReader reader)
    {
        if (name == "traceID" && reader.TokenType == JsonTokenType.String)
        {
            _id = TraceIds.Trace(reader.GetString());
        }
        else if (name == "data" && container.Length == 0)
        {
            // Null where there is none.
            _hasData = true;
        }
    }

    protected override void Closed(string container)
    {
        if (container == "data")
        {
            Flush();
        }
    }

    protected override void Opened(int depth, string name, bool isList) => _hasData |= depth == 1 && name == "data" && isList;

    private bool HasRoom()
    {
        var hasRoom = budget.Take();
        _isCut |= !hasRoom;
        return hasRoom;
    }

    private void Flush()
    {
        if (_spans.Count > 0 || _isCut)
        {
            var spans = _spans.Select(pair => _processes.TryGetValue(pair.Process, out var process)
                ? pair.Span with { Service = process.Service, Process = process.Tags }
                : pair.Span);
            found(new ParsedTrace(_id ?? throw new JsonException("A trace has no id."), [.. spans], _isCut));
        }

        _spans.Clear();
        _processes.Clear();
        (_id, _isCut) = (null, false);
    }

    private static (TraceSpan, string) Span(JsonObject json)
    {
        var draft = new SpanDraft();
        var start = SpanDraft.At(SpanDraft.Ticks(json["startTime"], TimeSpan.TicksPerMicrosecond));
        var tags = draft.Tags(Tags(json["tags"]));
        var trace = TraceIds.Trace(SpanDraft.Text(json["traceID"]));
        var span = new TraceSpan
        {
            Id = TraceIds.Span(SpanDraft.Text(json["spanID"])) ?? throw new JsonException("A span has no id."),
            ParentId = Parent(json, trace),
            Service = "",
            Operation = draft.Word(SpanDraft.Text(json["operationName"])),
            Kind = Enum.TryParse<SpanKind>(tags.FirstOrDefault(tag => tag.Key == "span.kind")?.Value, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : SpanKind.Unspecified,
            Start = start,
            Duration = SpanDraft.Lasting(start, SpanDraft.Ticks(json["duration"], TimeSpan.TicksPerMicrosecond)),
            IsError = tags.Any(tag => tag is { Key: "error", Value: "true" } or { Key: "otel.status_code", Value: "ERROR" }),
            Tags = tags,
            Events = draft.Events(Logs(json, draft)),
        };
        return (span with { IsShortened = draft.IsShortened }, SpanDraft.Text(json["processID"]));
    }

    private void Processes(JsonObject json)
    {
        foreach (var (key, value) in json)
        {
            if (value is JsonObject process)
            {
                var draft = new SpanDraft();
                _processes[key] = (draft.Word(SpanDraft.Text(process["serviceName"])), draft.Tags(Tags(process["tags"])));
            }
        }
    }

    /// <summary>The span of the same trace that it is a child of, or else follows.</summary>
    private static string? Parent(JsonObject json, string? trace)
    {
        var references = (json["references"] as JsonArray ?? []).OfType<JsonObject>()
            .Where(one => trace is null || TraceIds.Trace(SpanDraft.Text(one["traceID"])) == trace)
            .OrderBy(one => SpanDraft.Text(one["refType"]) == "CHILD_OF" ? 0 : 1)
            .Select(one => TraceIds.Span(SpanDraft.Text(one["spanID"])));
        return references.FirstOrDefault() ?? TraceIds.Span(SpanDraft.Text(json["parentSpanID"]));
    }

    private static IEnumerable<(string? Key, string Value)> Tags(JsonNode? list) =>
        (list as JsonArray ?? []).OfType<JsonObject>().Select(tag => ((string?)SpanDraft.Text(tag["key"]), SpanDraft.Text(tag["value"])));

    /// <summary>A log of Jaeger is named by its field "event", where it has one.</summary>
    private static IEnumerable<SpanEvent> Logs(JsonObject json, SpanDraft draft) => (json["logs"] as JsonArray ?? []).OfType<JsonObject>().Select(log =>
    {
        var fields = draft.Tags(Tags(log["fields"]));
        return new SpanEvent(
            SpanDraft.At(SpanDraft.Ticks(log["timestamp"], TimeSpan.TicksPerMicrosecond)), fields.FirstOrDefault(field => field.Key == "event")?.Value ?? "",
            [.. fields.Where(field => field.Key != "event")]);
    });
}

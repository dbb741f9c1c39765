using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Reads what Tempo found (/api/search): of each trace a summary.</summary>
internal sealed class TempoSearchParser : TraceScanner
{
    /// <summary>What Tempo writes where the first span of a trace has not come yet.</summary>
    private const string NoRoot = "<root span not yet received>";

    private const int MostServices = 200;

    private readonly List<FoundTrace> _found = [];
    private bool _isSearch;

    /// <exception cref="Portal.Core.Monitoring.Sources.MemberFaultException">The answer is a refusal, or none at all.</exception>
    public IReadOnlyList<FoundTrace> Finish()
    {
        DemandReached();
        return _isSearch ? _found : throw TraceFaults.Malformed();
    }

    protected override bool IsWanted(string container, string name) => container == "traces" && name.Length == 0;

    protected override void OfItem(string container, string name, JsonObject item)
    {
        var draft = new SpanDraft();
        var start = SpanDraft.At(SpanDraft.Whole(item["startTimeUnixNano"]) / 100);
        var root = draft.Word(SpanDraft.Text(item["rootServiceName"]));
        var shares = (item["serviceStats"] as JsonObject ?? []).Take(MostServices)
            .Select(pair => (Name: draft.Word(pair.Key), Spans: Count(pair.Value, "spanCount"), Errors: Count(pair.Value, "errorCount"))).ToList();
        _found.Add(new FoundTrace
        {
            Id = TraceIds.Trace(SpanDraft.Text(item["traceID"])) ?? throw new JsonException("A trace has no id."),
            Root = root.Length == 0 || root == NoRoot ? null : new TraceRoot(root, draft.Word(SpanDraft.Text(item["rootTraceName"])), start),
            Start = start,

            // Left out where it is none.
            End = start + SpanDraft.Lasting(start, item["durationMs"] is { } lasted ? SpanDraft.Ticks(lasted, TimeSpan.TicksPerMillisecond) : 0),
            Services = [.. shares.Select(share => share.Name).Append(root).Where(service => service.Length > 0 && service != NoRoot).Distinct(StringComparer.Ordinal)],
            Spans = shares.Count > 0 ? shares.Sum(share => share.Spans) : null,
            Errors = shares.Count > 0 ? shares.Sum(share => share.Errors) : null,
        });
    }

    /// <summary>Where nothing was found, only the metrics of the search are there.</summary>
    protected override void Opened(int depth, string name, bool isList) => _isSearch |= depth == 1 && (isList ? name == "traces" : name == "metrics");

    private static int Count(JsonNode? of, string name) => of is JsonObject counts && counts[name] is { } count ? (int)Math.Clamp(SpanDraft.Whole(count), 0, 1_000_000_000) : 0;
}

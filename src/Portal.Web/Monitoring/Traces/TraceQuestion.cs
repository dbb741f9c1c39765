using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Traces;

namespace Portal.Web.Monitoring.Traces;

/// <summary>A search for traces as it stands in the address; texts are as they were typed.</summary>
/// <param name="Service">Empty where nothing is sought yet.</param>
/// <param name="Tags">"name=value name=value".</param>
/// <param name="Least">"100ms", "1.5s"; empty for any.</param>
/// <param name="Most">The same.</param>
/// <param name="Range">One of <see cref="ExploreQuestion.Ranges"/>.</param>
public sealed record TraceQuestion(string Service, string Operation, string Tags, string Least, string Most, string Range, int Limit)
{
    public static IReadOnlyList<int> Limits { get; } = [20, 50, 100, 200];

    /// <summary>Reads the address; what cannot be chosen counts as not given.</summary>
    public static TraceQuestion Read(string? service, string? operation, string? tags, string? least, string? most, string? range, int? limit) => new(
        service?.Trim() ?? "", operation?.Trim() ?? "", tags?.Trim() ?? "", least?.Trim() ?? "", most?.Trim() ?? "",
        range is not null && ExploreQuestion.Ranges.Contains(range) ? range : "1h", limit is { } some && Limits.Contains(some) ? some : Limits[0]);

    /// <summary>Its place in the address.</summary>
    public IReadOnlyDictionary<string, object?> Query => new Dictionary<string, object?>
    {
        ["service"] = Given(Service),
        ["operation"] = Given(Operation),
        ["tags"] = Given(Tags),
        ["min"] = Given(Least),
        ["max"] = Given(Most),
        ["range"] = Range == "1h" ? null : Range,
        ["limit"] = Limit == Limits[0] ? null : Limit,
    };

    public TraceWindow Window(DateTimeOffset now) => new(now - ExploreQuestion.Read(null, null, Range, null).Range, now);

    /// <summary>Throws Invalid for what cannot be read.</summary>
    public TraceSearch Search(DateTimeOffset now, QueryScope scope) =>
        new(Service, Operation, TagText.Read(Tags), TraceTimes.Read(Least), TraceTimes.Read(Most), Window(now), Limit, scope);

    private static string? Given(string text) => text.Length == 0 ? null : text;
}

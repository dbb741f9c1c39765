using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace ClusterSim.Control;

[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>The request waits for <see cref="Fault.Delay"/>, then goes on.</summary>
    Latency,

    /// <summary>429 with <c>Retry-After</c>.</summary>
    TooManyRequests,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>The connection is reset before an answer.</summary>
    Reset,

    /// <summary>No answer comes until the client goes away.</summary>
    Hang,

    /// <summary>The request takes effect, then the connection is reset: the client cannot know.</summary>
    ResetAfter,

    /// <summary>401 for every token.</summary>
    ExpiredToken,

    /// <summary>The server shows a certificate of another authority. It needs an address of the cluster's own.</summary>
    Certificate,

    /// <summary>Every connection is reset at once.</summary>
    Offline,
}

/// <summary>A fault of one cluster. Without <see cref="Verb"/> and <see cref="PathPattern"/> it hits every request.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Regular expression over the API verb (<c>get</c>, <c>list</c>, <c>create</c>, …).</summary>
    public string? Verb { get; init; }

    /// <summary>Regular expression over the path inside the cluster, with its query.</summary>
    public string? PathPattern { get; init; }

    /// <summary>Regular expression over the API verb of a request that passes still: the fault begins after it. Null: it begins at once.</summary>
    public string? After { get; init; }

    /// <summary>How often the fault strikes before it ends; null is without end.</summary>
    public int? Count { get; init; }

    /// <summary>From 0 to 1.</summary>
    public double Probability { get; init; } = 1;

    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Seconds that a 429 asks to wait.</summary>
    public int RetryAfter { get; init; } = 1;

    internal bool Hits(string verb, string path) =>
        (Verb is null || Regex.IsMatch(verb, Verb)) && (PathPattern is null || Regex.IsMatch(path, PathPattern));
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Bounds what a span may bring along: many small things, and no long ones.</summary>
internal sealed class SpanDraft
{
    private const int MostTags = 128;
    private const int MostEvents = 128;
    private const int LongestWord = 512;
    private const int LongestValue = 4096;
    private const int MostText = 32 * 1024;

    private int _text;

    public bool IsShortened { get; private set; }

    /// <summary>A name, as it is shown in one line.</summary>
    public string Word(string? text) => Cut(text ?? "", LongestWord);

    public IReadOnlyList<SpanTag> Tags(IEnumerable<(string? Key, string Value)> tags) => Bound(tags.Select(tag => new SpanTag(Word(tag.Key), Cut(tag.Value, LongestValue))), MostTags);

    public IReadOnlyList<SpanEvent> Events(IEnumerable<SpanEvent> events) => Bound(events, MostEvents);

    /// <summary>What is no text is written as JSON.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue one when one.TryGetValue<string>(out var text) => text,
        JsonValue one when one.TryGetValue<bool>(out var flag) => flag ? "true" : "false",
        _ => value.ToJsonString(),
    };

    /// <summary>A whole number, also where it stands as text; throws for what is none.</summary>
    public static long Whole(JsonNode? value) => value switch
    {
        JsonValue one when one.TryGetValue<long>(out var number) => number,
        JsonValue one when one.TryGetValue<string>(out var text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new JsonException("A whole number is missing, or out of range."),
    };

    /// <summary>A whole number of some unit, in ticks of 100 ns.</summary>
    public static long Ticks(JsonNode? value, long ticksPerUnit)
    {
        var number = Whole(value);
        return Math.Abs((decimal)number * ticksPerUnit) <= long.MaxValue ? number * ticksPerUnit : throw new JsonException("A time is out of range.");
    }

    /// <param name="ticks">Of 100 ns since 1970.</param>
    public static DateTimeOffset At(long ticks) => ticks >= 0 && ticks <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks
        ? DateTimeOffset.UnixEpoch.AddTicks(ticks)
        : throw new JsonException("A time is out of range.");

    /// <summary>No negative one, and none that ends after all time.</summary>
    public static TimeSpan Lasting(DateTimeOffset start, long ticks) => TimeSpan.FromTicks(Math.Clamp(ticks, 0, (DateTimeOffset.MaxValue - start).Ticks));

    private string Cut(string text, int most)
    {
        most = Math.Min(most, Math.Max(0, MostText - _text));
        if (text.Length > most)
        {
            text = text[..most];
            IsShortened = true;
        }

        _text += text.Length;
        return text;
    }

    private List<T> Bound<T>(IEnumerable<T> items, int most)
    {
        var kept = items.Take(most + 1).ToList();
        if (kept.Count > most)
        {
            kept.RemoveAt(most);
            IsShortened = true;
        }

        return kept;
    }
}

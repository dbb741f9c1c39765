using System.Globalization;
using System.Text;

namespace Portal.Core.Monitoring.Traces.Stores;

/// <summary>Questions to the HTTP API of Tempo, with searches in TraceQL.</summary>
internal static class TempoQuestions
{
    public static string Services(TraceWindow window) => $"api/v2/search/tag/resource.service.name/values?{Times(window)}";

    public static string Operations(string service, TraceWindow window) =>
        $"api/v2/search/tag/name/values?q={Uri.EscapeDataString($"{{ resource.service.name = {Quoted(service)} }}")}&{Times(window)}";

    public static string Trace(string id) => $"api/v2/traces/{id}";

    /// <summary>For those older than 2.7, which do not know the other.</summary>
    public static string TraceBefore(string id) => $"api/traces/{id}";

    /// <summary>One span of each trace is asked for: only the traces are wanted.</summary>
    public static string Search(TraceSearch search) => string.Create(
        CultureInfo.InvariantCulture, $"api/search?q={Uri.EscapeDataString(TraceQl(search))}&{Times(search.Window)}&limit={search.Limit}&spss=1");

    public static string TraceQl(TraceSearch search)
    {
        var conditions = new List<string> { $"resource.service.name = {Quoted(search.Service)}" };
        if (search.Operation.Length > 0)
        {
            conditions.Add($"name = {Quoted(search.Operation)}");
        }

        conditions.AddRange(search.Tags.Select(Condition));
        if (search.MinDuration is { } least)
        {
            conditions.Add($"duration >= {Duration(least)}");
        }

        if (search.MaxDuration is { } most)
        {
            conditions.Add($"duration <= {Duration(most)}");
        }

        return $"{{ {string.Join(" && ", conditions)} }}";
    }

    /// <summary>TraceQL compares by type: what reads as a number or a flag is sought as such as well.</summary>
    private static string Condition(SpanTag tag)
    {
        if (tag.Key == "error" && tag.Value is "true" or "false")
        {
            return tag.Value == "true" ? "status = error" : "status != error";
        }

        var text = $".{tag.Key} = {Quoted(tag.Value)}";
        var isTyped = tag.Value is "true" or "false"
            || decimal.TryParse(tag.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && char.IsAsciiDigit(tag.Value[^1]) && tag.Value[0] != '+';
        return isTyped ? $"({text} || .{tag.Key} = {tag.Value})" : text;
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter is '"' or '\\' ? $"\\{letter}" : letter.ToString());
        }

        return quoted.Append('"').ToString();
    }

    private static string Duration(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerMicrosecond}us");

    /// <summary>In whole seconds; the last one that has begun is in.</summary>
    private static string Times(TraceWindow window) => string.Create(
        CultureInfo.InvariantCulture, $"start={window.Start.ToUnixTimeSeconds()}&end={window.End.ToUnixTimeSeconds() + 1}");
}

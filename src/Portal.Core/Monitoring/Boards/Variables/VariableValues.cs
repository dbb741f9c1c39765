using System.Globalization;

namespace Portal.Core.Monitoring.Boards.Variables;

/// <summary>What is chosen above a board, and the time that it shows.</summary>
/// <param name="Chosen">The values of each variable; an empty list stands for all.</param>
/// <param name="Step">From one point of a chart to the next.</param>
public sealed record VariableValues(IReadOnlyDictionary<string, IReadOnlyList<string>> Chosen, TimeSpan Step, TimeSpan Range)
{
    /// <summary>As often as Prometheus is mostly told to look at its targets.</summary>
    private static readonly TimeSpan Scrape = TimeSpan.FromSeconds(30);

    /// <summary>What the time that is shown makes of a name; null for a name that is none of those.</summary>
    public string? OfTime(string name) => name switch
    {
        VariableReferences.Interval => Seconds(Step),
        VariableReferences.IntervalMilliseconds => Number(Step.TotalMilliseconds),
        // Wide enough for a rate: four looks at the least.
        VariableReferences.RateInterval => Seconds(Step + Scrape > 4 * Scrape ? Step + Scrape : 4 * Scrape),
        VariableReferences.Range => Seconds(Range),
        VariableReferences.RangeSeconds => Number(Range.TotalSeconds),
        VariableReferences.RangeMilliseconds => Number(Range.TotalMilliseconds),
        _ => null,
    };

    /// <summary>A text that people read, such as a title, with what is chosen in it.</summary>
    public string Say(string text, string all)
    {
        var said = new System.Text.StringBuilder();
        var at = 0;
        foreach (System.Text.RegularExpressions.Match found in VariableReferences.Find(text))
        {
            var name = VariableReferences.NameOf(found);
            var value = Chosen.TryGetValue(name, out var chosen) ? chosen.Count == 0 ? all : string.Join(", ", chosen) : OfTime(name) ?? found.Value;
            said.Append(text, at, found.Index - at).Append(value);
            at = found.Index + found.Length;
        }

        return said.Append(text, at, text.Length - at).ToString();
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)span.TotalSeconds)}s");

    private static string Number(double value) => Math.Max(1, Math.Round(value)).ToString(CultureInfo.InvariantCulture);
}

using System.Text.RegularExpressions;
using ClusterSim.Json;

namespace ClusterSim.Tables;

/// <summary>The JSONPath of printer columns: keys, indexes, <c>[*]</c> and <c>[?(@.key=="value")]</c>.</summary>
public static partial class JsonPath
{
    /// <summary>The first value that the path finds, or null.</summary>
    public static object? Find(Map root, string path)
    {
        IEnumerable<object?> found = [root];
        foreach (Match step in Steps().Matches(path))
        {
            var text = step.Value;
            found = text[0] switch
            {
                '.' => found.OfType<Map>().Select(m => m.Get(text[1..].Replace("\\.", ".", StringComparison.Ordinal))),
                _ when text[1] == '\'' => found.OfType<Map>().Select(m => m.Get(text[2..^2])),
                _ when text == "[*]" => found.OfType<Seq>().SelectMany(s => s),
                _ when text[1] == '?' => Filter(found, text),
                _ => found.OfType<Seq>().Select(s => int.TryParse(text[1..^1], out var i) ? (i < 0 ? s.Count + i : i) is var at && at >= 0 && at < s.Count ? s[at] : null : null),
            };
        }

        return found.FirstOrDefault(v => v is not null);
    }

    private static IEnumerable<object?> Filter(IEnumerable<object?> found, string text)
    {
        var match = Condition().Match(text);
        return !match.Success ? [] : found.OfType<Seq>().SelectMany(s => s).OfType<Map>().Where(m => m.Text(match.Groups[1].Value) == match.Groups[2].Value);
    }

    [GeneratedRegex(@"\.(?:\\.|[^.\[\]\\])+|\['[^']*'\]|\[\*\]|\[\?\([^)]*\)\]|\[-?\d+\]")]
    private static partial Regex Steps();

    [GeneratedRegex(@"@\.([\w-]+)\s*==\s*['""]([^'""]*)['""]")]
    private static partial Regex Condition();
}

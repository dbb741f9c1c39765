using Portal.Core.Distribution.Placement;

namespace Portal.Web.Distribution;

/// <summary>Lists and pairs as a person types them into one field, with commas or spaces between.</summary>
internal static class FieldTexts
{
    private static readonly char[] Between = [',', '，', ' ', '\n', '\t'];

    public static string Names(IEnumerable<string> names) => string.Join(", ", names);

    public static IReadOnlyList<string> Names(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries);

    public static string Pairs(IEnumerable<KeyValuePair<string, string>> pairs) => Names(pairs.Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>"key=value, key=value"; what is no pair is left out, and of two with one key the first counts.</summary>
    public static Dictionary<string, string> Pairs(string text) => Names(text).Select(part => part.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0].Length > 0).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>A variable a line, "NAME=value": values may hold anything else.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Trim().Length > 0)
            .Select(pair => KeyValuePair.Create(pair[0].Trim(), pair[1]))];

    /// <summary>"frankfurt=2, dublin=1"; null for weights that are not by names alone, which only YAML can say.</summary>
    public static string? Weights(IEnumerable<StaticWeight> weights) =>
        weights.All(weight => weight.TargetCluster is { ClusterNames.Count: > 0, LabelSelector: null, FieldSelector: null, Exclude.Count: 0 })
            ? Names(weights.SelectMany(weight => weight.TargetCluster.ClusterNames.Select(name => $"{name}={weight.Weight}")))
            : null;

    public static IReadOnlyList<StaticWeight> Weights(string text) =>
        [.. Pairs(text).Where(pair => long.TryParse(pair.Value, out var weight) && weight > 0)
            .Select(pair => new StaticWeight(new ClusterAffinity { ClusterNames = [pair.Key] }, long.Parse(pair.Value, System.Globalization.CultureInfo.InvariantCulture)))];
}

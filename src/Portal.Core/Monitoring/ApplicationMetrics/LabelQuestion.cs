using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.ApplicationMetrics;

/// <summary>A label selector of a Kubernetes object, asked of labels. Pure.</summary>
internal static class LabelQuestion
{
    public static bool Matches(JsonObject selector, IReadOnlyDictionary<string, string> labels) =>
        Equalities(selector).All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value)
        && Requirements(selector).All(one => Holds(one, labels.GetValueOrDefault(one.Key)));

    /// <summary>The labels that are lacking for a match; null where adding some cannot help.</summary>
    public static IReadOnlyDictionary<string, string>? Lacking(JsonObject selector, IReadOnlyDictionary<string, string> labels)
    {
        var lacking = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Equalities(selector))
        {
            if (!labels.ContainsKey(key))
            {
                lacking[key] = value;
            }
        }

        foreach (var one in Requirements(selector).Where(one => !labels.ContainsKey(one.Key) && one.Operator is "In" or "Exists"))
        {
            lacking.TryAdd(one.Key, one.Operator == "In" && one.Values.Count > 0 ? one.Values[0] : "true");
        }

        var both = new Dictionary<string, string>(labels.Concat(lacking).DistinctBy(pair => pair.Key));
        return Matches(selector, both) ? lacking : null;
    }

    /// <summary>"release=prometheus, team in (a, b)".</summary>
    public static string Words(JsonObject selector) => string.Join(", ", Equalities(selector).Select(pair => $"{pair.Key}={pair.Value}")
        .Concat(Requirements(selector).Select(one => one.Operator switch
        {
            "In" => $"{one.Key} in ({string.Join(", ", one.Values)})",
            "NotIn" => $"{one.Key} notin ({string.Join(", ", one.Values)})",
            "Exists" => one.Key,
            _ => $"!{one.Key}",
        })));

    private static bool Holds((string Key, string Operator, IReadOnlyList<string> Values) one, string? value) => one.Operator switch
    {
        "In" => value is not null && one.Values.Contains(value),
        "NotIn" => value is null || !one.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        _ => false,
    };

    private static IEnumerable<KeyValuePair<string, string>> Equalities(JsonObject selector) =>
        (selector["matchLabels"] as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString() ?? ""));

    private static IEnumerable<(string Key, string Operator, IReadOnlyList<string> Values)> Requirements(JsonObject selector) =>
        (selector["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>().Select(one => (
            one["key"]?.ToString() ?? "", one["operator"]?.ToString() ?? "", (IReadOnlyList<string>)[.. (one["values"] as JsonArray ?? []).Select(value => value?.ToString() ?? "")]));
}

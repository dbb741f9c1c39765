using System.Text.Json.Nodes;

namespace Portal.Jobs.Components.Systems;

/// <summary>What the person gave for the whole system, by name. What is absent reads as if it were empty.</summary>
internal static class StepSettings
{
    public static string Text(this SystemStepContext context, string name) => Text(context.Settings[name]);

    /// <summary>Of a setting that says something for each cluster by its name.</summary>
    public static string TextFor(this SystemStepContext context, string name, string clusterName) => Text((context.Settings[name] as JsonObject)?[clusterName]);

    public static bool Flag(this SystemStepContext context, string name) =>
        context.Settings[name] is JsonValue value && (value.TryGetValue(out bool set) ? set : bool.TryParse(value.ToString(), out set) && set);

    public static IReadOnlyList<string> Texts(this SystemStepContext context, string name) => Texts(context.Settings[name]);

    /// <summary>Of a setting that lists something for each cluster by its name.</summary>
    public static IReadOnlyList<string> TextsFor(this SystemStepContext context, string name, string clusterName) =>
        Texts((context.Settings[name] as JsonObject)?[clusterName]);

    /// <summary>A text for each cluster that has one.</summary>
    public static IReadOnlyDictionary<string, string> Map(this SystemStepContext context, string name) =>
        (context.Settings[name] as JsonObject ?? []).Where(pair => Text(pair.Value).Length > 0).ToDictionary(pair => pair.Key, pair => Text(pair.Value));

    private static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : "";

    private static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.Select(Text).Where(text => text.Length > 0)],
        JsonValue value when value.ToString() is { Length: > 0 } only => [only],
        _ => [],
    };
}

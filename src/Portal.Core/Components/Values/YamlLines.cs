using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Core.Components.Values;

/// <summary>Writes fields as a person would: plain words unquoted, several lines as a block, everything else as JSON, which is YAML too.</summary>
internal static partial class YamlLines
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A field in as many mappings as its path has keys before it.</summary>
    public static string Field(IReadOnlyList<string> path, JsonNode value, int column) =>
        $"{Space(column)}{Text(path[0])}:" + (path.Count == 1 ? Value(value, column) : "\n" + Field([.. path.Skip(1)], value, column + 2));

    /// <summary>What stands behind a key's colon, where the key stands in the column.</summary>
    public static string Value(JsonNode value, int column) => value switch
    {
        JsonArray { Count: > 0 } list when list.All(item => item is JsonValue) =>
            "\n" + string.Join('\n', list.Select(item => $"{Space(column + 2)}- {Scalar(item!)}")),
        JsonValue when value.GetValueKind() == JsonValueKind.String && Block(value.ToString(), column) is { } block => " " + block,
        JsonValue => " " + Scalar(value),
        _ => " " + value.ToJsonString(Readable),
    };

    private static string Scalar(JsonNode item) => item.GetValueKind() == JsonValueKind.String ? Text(item.ToString()) : item.ToJsonString(Readable);

    private static string? Block(string text, int column)
    {
        var body = text.EndsWith('\n') ? text[..^1] : text;
        if (!body.Contains('\n', StringComparison.Ordinal) || body.StartsWith(' ') || body.EndsWith('\n') || body.StartsWith('\n')
            || body.Any(letter => letter != '\n' && char.IsControl(letter)) || body.Split('\n').Any(line => line.Length > 0 && string.IsNullOrWhiteSpace(line)))
        {
            return null;
        }

        var lines = body.Split('\n').Select(line => line.Length == 0 ? "" : Space(column + 2) + line);
        return (text.EndsWith('\n') ? "|\n" : "|-\n") + string.Join('\n', lines);
    }

    private static string Text(string text) => Plain().IsMatch(text) && IsText(text) ? text : JsonSerializer.Serialize(text, Readable);

    private static bool IsText(string text) =>
        StrictYaml.Parse(text, YamlLimits.Values) is JsonValue value && value.GetValueKind() == JsonValueKind.String && value.ToString() == text;

    private static string Space(int column) => new(' ', column);

    [GeneratedRegex(@"^[A-Za-z0-9_./@+-]([A-Za-z0-9_./@+ -]*[A-Za-z0-9_./@+-])?$")]
    private static partial Regex Plain();
}

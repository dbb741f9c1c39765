using System.Globalization;
using System.Text.Json;

namespace Portal.Core.Monitoring.Boards.Grafana;

/// <summary>Reads JSON whose shape differs from release to release: what is not as expected is absent.</summary>
internal static class GrafanaJson
{
    public static JsonElement? Part(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) && part.ValueKind != JsonValueKind.Null ? part : null;

    public static JsonElement? Part(this JsonElement? element, string name) => element?.Part(name);

    public static string Text(this JsonElement element, string name) => element.Part(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static string Text(this JsonElement? element, string name) => element?.Text(name) ?? "";

    public static bool Flag(this JsonElement element, string name) => element.Part(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A number, also where it is written as a text.</summary>
    public static double? Number(this JsonElement? element, string name) => element.Part(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var value) && double.IsFinite(value) => value,
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) => value,
        _ => null,
    };

    public static int? Whole(this JsonElement? element, string name) => element.Number(name) is { } number && Math.Abs(number) < 1e6 ? (int)number : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Part(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    public static IEnumerable<JsonElement> Items(this JsonElement? element, string name) => element?.Items(name) ?? [];

    public static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest];

    /// <summary>A name in one line.</summary>
    public static string Line(string text, int longest) => Cut(new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim(), longest);
}

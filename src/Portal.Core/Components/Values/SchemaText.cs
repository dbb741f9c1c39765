using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Core.Components.Values;

/// <summary>Turns what a person types into a field of a form into a value, and back.</summary>
public static class SchemaText
{
    private static readonly TimeSpan PatternTimeout = TimeSpan.FromMilliseconds(200);

    /// <summary>As the field shows it; empty for null. Null where the field cannot show it: only YAML does.</summary>
    public static string? Show(SchemaField field, JsonNode? value) => (field.Kind, value) switch
    {
        (_, null) => "",
        (SchemaFieldKind.List, JsonArray list) => list.All(item => item is JsonValue) ? string.Join('\n', list.Select(item => item!.ToString())) : null,
        (SchemaFieldKind.Map, JsonObject map) => map.All(pair => pair.Value is JsonValue or JsonArray) ? string.Join('\n', map.Select(Line)) : null,
        (SchemaFieldKind.Toggle, JsonValue) => value.GetValueKind() is JsonValueKind.True ? "true" : value.GetValueKind() is JsonValueKind.False ? "false" : null,
        (SchemaFieldKind.Choice, JsonValue) => field.Choices.Any(choice => JsonNode.DeepEquals(choice, value)) ? value.ToJsonString() : null,
        (_, JsonValue) when field.Kind is SchemaFieldKind.Text or SchemaFieldKind.Secret or SchemaFieldKind.Whole or SchemaFieldKind.Number => value.ToString(),
        _ => null,
    };

    /// <summary>The value of a text; null for an empty one. The fault is null when the text fits the field.</summary>
    public static (JsonNode? Value, SchemaFault? Fault) Read(SchemaField field, string text)
    {
        var trimmed = field.Kind == SchemaFieldKind.Secret ? text : text.Trim();
        if (trimmed.Length == 0)
        {
            return (null, field.Required && field.Default is null ? SchemaFault.Required : null);
        }

        return field.Kind switch
        {
            SchemaFieldKind.Toggle => (JsonValue.Create(trimmed == "true"), null),
            SchemaFieldKind.Choice => (field.Choices.FirstOrDefault(choice => choice.ToJsonString() == trimmed)?.DeepClone(), null),
            SchemaFieldKind.List => List(field, trimmed),
            SchemaFieldKind.Map => Map(field, trimmed),
            _ => Scalar(field, field.Kind, trimmed),
        };
    }

    /// <summary>What is wrong with a value that stands in the YAML; null when nothing is, or the field cannot tell.</summary>
    public static SchemaFault? Check(SchemaField field, JsonNode? value) =>
        value is null || Show(field, value) is not { Length: > 0 } text ? null : Read(field, text).Fault;

    private static (JsonNode? Value, SchemaFault? Fault) List(SchemaField field, string text)
    {
        var items = Lines(text).Select(line => Scalar(field, field.Items, line)).ToList();
        var fault = items.Select(item => item.Fault).FirstOrDefault(fault => fault is not null)
            ?? (items.Count < field.MinItems ? SchemaFault.TooFew : items.Count > field.MaxItems ? SchemaFault.TooMany : null);
        return (new JsonArray([.. items.Select(item => item.Value)]), fault);
    }

    private static (JsonNode? Value, SchemaFault? Fault) Map(SchemaField field, string text)
    {
        var map = new JsonObject();
        SchemaFault? fault = null;
        foreach (var line in Lines(text))
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, { Length: > 0 } value])
            {
                return (null, SchemaFault.NotAPair);
            }

            var read = field.Items == SchemaFieldKind.List
                ? (new JsonArray([.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => (JsonNode)item)]), null)
                : Scalar(field, field.Items, value);
            (map[name], fault) = (read.Item1, fault ?? read.Item2);
        }

        return (map, fault);
    }

    private static (JsonNode? Value, SchemaFault? Fault) Scalar(SchemaField field, SchemaFieldKind kind, string text)
    {
        if (kind == SchemaFieldKind.Whole)
        {
            return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? (JsonValue.Create(whole), Range(field, whole)) : (null, SchemaFault.NotAnInteger);
        }

        if (kind == SchemaFieldKind.Number)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? (JsonValue.Create(number), Range(field, number)) : (null, SchemaFault.NotANumber);
        }

        var fault = text.Length < field.MinLength ? SchemaFault.TooShort
            : text.Length > field.MaxLength ? SchemaFault.TooLong
            : field.Pattern is { } pattern && !Matches(pattern, text) ? SchemaFault.NoMatch
            : (SchemaFault?)null;
        return (JsonValue.Create(text), fault);
    }

    private static SchemaFault? Range(SchemaField field, double value) =>
        value < field.Minimum ? SchemaFault.TooSmall : value > field.Maximum ? SchemaFault.TooLarge : null;

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.ECMAScript, PatternTimeout);
        }
        catch (Exception error) when (error is ArgumentException or RegexMatchTimeoutException)
        {
            // What cannot be told here is told where the plan is made.
            return true;
        }
    }

    private static string Line(KeyValuePair<string, JsonNode?> pair) =>
        $"{pair.Key}: {(pair.Value is JsonArray list ? string.Join(", ", list.Select(item => item?.ToString())) : pair.Value?.ToString())}";

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What is wrong with a field.</summary>
public enum SchemaFault
{
    Required,
    NotANumber,
    NotAnInteger,
    TooSmall,
    TooLarge,
    TooShort,
    TooLong,
    NoMatch,
    TooFew,
    TooMany,

    /// <summary>A line of a map is not "name: value".</summary>
    NotAPair,
}

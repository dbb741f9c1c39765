using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Ctl.Files.Yaml;

namespace Portal.Ctl.Files.Shapes;

/// <summary>Reads what a file says as its shape wants it, and collects every fault with its place.</summary>
/// <param name="report">Told of each fault: where it is, the field's path, and why.</param>
internal sealed partial class ShapedReader(Action<long, long, string, string> report)
{
    public JsonObject Read(YamlMapping content, ObjectShape shape, string path)
    {
        var read = new JsonObject();
        foreach (var entry in content.Entries)
        {
            var name = $"{path}.{entry.Name}";
            if (shape.Find(entry.Name) is not { } field)
            {
                report(entry.Line, entry.Column, name, $"is not known; {path} has {string.Join(", ", shape.Fields.Select(known => known.Name))}");
            }
            else if (Read(entry.Value, field.Shape, name) is { } value)
            {
                read[entry.Name] = value;
            }
            else if (IsNothing(entry.Value) && field.IsRequired)
            {
                report(entry.Line, entry.Column, name, "is needed");
            }
        }

        foreach (var missing in shape.Fields.Where(field => field.IsRequired && content.Find(field.Name) is null))
        {
            report(content.Line, content.Column, $"{path}.{missing.Name}", "is missing");
        }

        return read;
    }

    /// <summary>Null for nothing, and for what has a fault.</summary>
    private JsonNode? Read(YamlNode node, Shape shape, string path)
    {
        if (IsNothing(node))
        {
            return null;
        }

        switch (shape, node)
        {
            case (ObjectShape of, YamlMapping mapping):
                return Read(mapping, of, path);
            case (MapShape of, YamlMapping mapping):
                return new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Name, Read(entry.Value, of.Value, $"{path}.{entry.Name}"))));
            case (ListShape of, YamlList list):
                return new JsonArray([.. list.Items.Select((item, index) => Read(item, of.Item, $"{path}[{index}]"))]);
            case (TextShape, YamlScalar text):
                return !text.IsPlain || !MeansMore().IsMatch(text.Text) ? JsonValue.Create(text.Text) : Refuse(node, path, "is a text: put it in quotes");
            case (WordShape of, YamlScalar word):
                return of.Words.Contains(word.Text) ? JsonValue.Create(word.Text) : Refuse(node, path, $"is one of {string.Join(", ", of.Words)}");
            case (TruthShape, YamlScalar { IsPlain: true, Text: "true" or "false" } truth):
                return JsonValue.Create(truth.Text == "true");
            case (NumberShape, YamlScalar { IsPlain: true } number) when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole):
                return JsonValue.Create(whole);
            case (AnyShape, _):
                return Any(node);
            default:
                return Refuse(node, path, $"is {NameOf(shape)}");
        }
    }

    private static JsonNode? Any(YamlNode node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Name, Any(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Any)]),
        YamlScalar { IsPlain: true, Text: "true" or "false" } truth => JsonValue.Create(truth.Text == "true"),
        YamlScalar { IsPlain: true } number when long.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        YamlScalar { IsPlain: true } number when Fraction().IsMatch(number.Text) && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var part) => JsonValue.Create(part),
        YamlScalar text when !IsNothing(text) => JsonValue.Create(text.Text),
        _ => null,
    };

    private JsonNode? Refuse(YamlNode node, string path, string why)
    {
        report(node.Line, node.Column, path, why);
        return null;
    }

    private static bool IsNothing(YamlNode node) => node is YamlScalar { IsPlain: true, Text: "" or "~" or "null" or "Null" or "NULL" };

    private static string NameOf(Shape shape) => shape switch
    {
        ObjectShape or MapShape => "a mapping",
        ListShape => "a list",
        TruthShape => "true or false",
        NumberShape => "a whole number",
        _ => "a text",
    };

    /// <summary>What one reader of YAML or another takes for more than a text.</summary>
    [GeneratedRegex(@"^(?:[-+]?\.?[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|0[xo][0-9a-fA-F]+|true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\z")]
    private static partial Regex MeansMore();

    [GeneratedRegex(@"^[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Fraction();
}

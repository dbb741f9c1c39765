using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Portal.Core.Components.Values;
using Portal.Core.Problems;

namespace Portal.Core.GoldenPaths;

/// <summary>The schema of a golden path: what a team is asked for.</summary>
internal sealed class PathForm
{
    private static readonly YamlLimits Limits = new(GoldenPathRequestValidator.MostSchema, 10_000, 32);

    private readonly JsonSchema _schema;
    private readonly JsonObject _properties;

    private PathForm(JsonSchema schema, JsonObject properties) => (_schema, _properties) = (schema, properties);

    /// <summary>The names of what is asked for.</summary>
    public IEnumerable<string> Names => _properties.Select(property => property.Key);

    /// <summary>Throws an Invalid problem about the field "schema".</summary>
    public static PathForm Demand(string schema, string what)
    {
        try
        {
            if (StrictYaml.Parse(schema, Limits) is JsonObject root && root["type"]?.ToString() == "object" && root["properties"] is JsonObject properties
                && properties.All(property => property.Value is JsonObject))
            {
                return new PathForm(JsonSchema.FromText(root.ToJsonString()), properties);
            }
        }
        catch (Exception error) when (error is StrictYamlException or JsonException or JsonSchemaException or RefResolutionException or ArgumentException)
        {
            throw ProblemException.Invalid(what, $"The schema cannot be read: {error.Message}.", "Correct the schema.", "schema");
        }

        throw ProblemException.Invalid(what, "The schema is not one of an object with properties.", "Begin it with type: object and properties.", "schema");
    }

    /// <summary>Values as YAML, with the defaults of what is left out; throws an Invalid problem about the field "values" that names each fault.</summary>
    public JsonObject Fill(string values, string what)
    {
        JsonObject given;
        try
        {
            given = ComponentValues.Parse(values);
        }
        catch (StrictYamlException error)
        {
            throw ProblemException.Invalid(what, $"The values cannot be read: {error.Message}.", "Correct the values.", "values");
        }

        foreach (var (name, property) in _properties)
        {
            if (!given.ContainsKey(name) && property!["default"] is { } standard)
            {
                given[name] = standard.DeepClone();
            }
        }

        var unknown = given.Select(pair => pair.Key).Where(name => !_properties.ContainsKey(name)).Select(name => $"/{name}: the field is not known");
        var faults = unknown.Concat(SchemaFaults.Of(_schema, given)).ToList();
        return faults.Count == 0 ? given : throw ProblemException.Invalid(what, $"{string.Join("; ", faults)}.", "Correct these values.", "values");
    }

    /// <summary>One value for each property: its default, first example, or first choice. Throws an Invalid problem that names one without.</summary>
    public string Example(string what)
    {
        var values = new JsonObject();
        foreach (var (name, property) in _properties)
        {
            values[name] = (property!["default"] ?? First(property["examples"]) ?? First(property["enum"]))?.DeepClone()
                ?? throw ProblemException.Invalid(what, $"The property {name} has no default, no examples and no enum.", "Give it one, so that the template can be tried.", "schema");
        }

        return values.ToJsonString();
    }

    private static JsonNode? First(JsonNode? list) => list is JsonArray { Count: > 0 } array ? array[0] : null;
}

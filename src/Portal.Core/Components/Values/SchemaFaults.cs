using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Portal.Core.Components.Values;

/// <summary>A schema's verdict as lines a person can act on: "/chart/repository: …".</summary>
internal static class SchemaFaults
{
    /// <summary>Empty when the document satisfies the schema; at most 20 lines.</summary>
    public static IReadOnlyList<string> Of(JsonSchema schema, JsonNode? document)
    {
        using var json = JsonDocument.Parse(document?.ToJsonString() ?? "null");
        var result = schema.Evaluate(json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? []
            : [.. (result.Details ?? [])
                .Where(detail => !detail.IsValid && detail.Errors is { Count: > 0 })
                .SelectMany(detail => detail.Errors!.Select(error => $"{Path(detail.InstanceLocation.ToString())}: {Words(error)}"))
                .Distinct()
                .DefaultIfEmpty("/: does not satisfy the schema")
                .Take(20)];
    }

    /// <summary>What no schema lists fails for itself, under no keyword.</summary>
    private static string Words(KeyValuePair<string, string> error) => error.Key.Length == 0 ? "the field is not known" : error.Value;

    private static string Path(string pointer) => pointer.Length == 0 ? "/" : pointer;
}

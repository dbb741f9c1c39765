using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Apply;

/// <summary>Checks an applied configuration against its schema: every field declared, of its type, and list items told apart by their keys.</summary>
public static class ApplyCheck
{
    /// <exception cref="ApiException">500, as the API server answers a configuration that is not of the schema.</exception>
    public static void Demand(Schema schema, Map config, string ns, string name)
    {
        List<string> errors = [];
        foreach (var (key, value) in config.Where(p => p.Key is not ("kind" or "apiVersion")))
        {
            if (schema.ChildOf(key) is not { } child)
            {
                errors.Add($".{key}: field not declared in schema");
            }
            else
            {
                Walk(child, value, $".{key}", errors);
            }
        }

        if (errors.Count == 0)
        {
            return;
        }

        var text = errors.Count == 1 ? errors[0] : "errors:\n  " + string.Join("\n  ", errors);
        var version = config.Text("apiVersion")!;
        throw new ApiException(
            500, "", $"failed to create typed patch object ({ns}/{name}; {(version.Contains('/', StringComparison.Ordinal) ? version : "/" + version)}, Kind={config.Text("kind")}): {text}");
    }

    private static void Walk(Schema schema, object? value, string path, List<string> errors)
    {
        if (value is null)
        {
            return;
        }

        switch (schema.Type)
        {
            case SchemaType.Object or SchemaType.Map:
                if (value is not Map map)
                {
                    errors.Add($"{path}: expected map, got {Describe(value)}");
                    return;
                }

                foreach (var (key, item) in map)
                {
                    if (schema.ChildOf(key) is { } child)
                    {
                        Walk(child, item, $"{path}.{key}", errors);
                    }
                    else
                    {
                        errors.Add($"{path}.{key}: field not declared in schema");
                    }
                }

                break;
            case SchemaType.List:
                if (value is not Seq list)
                {
                    errors.Add($"{path}: expected list, got {Describe(value)}");
                    return;
                }

                Items(schema, list, path, errors);
                break;
            default:
                if (Expected(schema.Type, value) is { } expected)
                {
                    errors.Add($"{path}: expected {expected}, got {Describe(value)}");
                }

                break;
        }
    }

    private static void Items(Schema schema, Seq list, string path, List<string> errors)
    {
        HashSet<string> seen = [];
        for (var i = 0; i < list.Count; i++)
        {
            var element = $"i:{i}";
            if (schema.List == ListType.Map && list[i] is Map item)
            {
                var missing = schema.Keys.Where(k => item.Get(k) is null && !(schema.Element!.Fields.TryGetValue(k, out var f) && f.Default is not null)).ToList();
                if (missing.Count == schema.Keys.Count)
                {
                    errors.Add($"{path}: element {i}: associative list with keys has an element that omits key field {string.Join(", ", missing.Select(m => $"\"{m}\""))} (and doesn't have default value)");
                    continue;
                }

                element = FieldSet.KeyElement(schema, item);
            }
            else if (schema.List == ListType.Set)
            {
                element = FieldSet.Element(schema, list[i], i);
            }

            if (!seen.Add(element))
            {
                errors.Add($"{path}: duplicate entries for key {FieldSet.PathText(element)}");
                continue;
            }

            Walk(schema.Element!, list[i], path + FieldSet.PathText(element), errors);
        }
    }

    private static string? Expected(SchemaType type, object value) => type switch
    {
        SchemaType.String or SchemaType.Bytes or SchemaType.Time or SchemaType.MicroTime when value is not string => "string",
        SchemaType.Bool when value is not bool => "boolean",
        SchemaType.Int32 or SchemaType.Int64 or SchemaType.Double when value is not (long or double) => "numeric (int or float)",
        SchemaType.Quantity or SchemaType.IntOrString when value is Map or Seq => "scalar",
        _ => null,
    };

    private static string Describe(object value) => value switch
    {
        string => "string",
        bool => "boolean",
        long => "int",
        double => "float",
        Map m => $"&{{{GoMap(m)}}}",
        Seq s => $"&{{[{string.Join(' ', s.Select(GoValue))}]}}",
        _ => "null",
    };

    private static string GoMap(Map map) => $"map[{string.Join(' ', map.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{GoValue(p.Value)}"))}]";

    private static string GoValue(object? value) => value switch
    {
        Map m => GoMap(m),
        Seq s => $"[{string.Join(' ', s.Select(GoValue))}]",
        null => "<nil>",
        string s => s,
        _ => JsonText.ToText(value),
    };
}

using System.Text.RegularExpressions;
using ClusterSim.Api;
using ClusterSim.Json;

namespace ClusterSim.Schemas;

/// <summary>Structural schemas of custom resources: reading them, pruning, defaulting and validating.</summary>
public static class CustomSchema
{
    /// <summary>Reads the schema of one version of a CRD, with the metadata that every object has.</summary>
    public static Schema Root(Map node, TypeTable types, bool statusSubresource)
    {
        if (statusSubresource)
        {
            node["x-status-subresource"] = true;
        }

        var root = Read(node);
        var text = new Schema { Type = SchemaType.String };
        root.Fields["apiVersion"] = new Field { Name = "apiVersion", Schema = text };
        root.Fields["kind"] = new Field { Name = "kind", Schema = text };
        root.Fields["metadata"] = new Field { Name = "metadata", Schema = types.Find("meta.v1.ObjectMeta")! };
        return root;
    }

    public static Schema Read(Map? node)
    {
        if (node is null)
        {
            return Schema.Unknown;
        }

        var keeps = node.Flag("x-kubernetes-preserve-unknown-fields");
        if (node.Flag("x-kubernetes-int-or-string"))
        {
            return new Schema { Type = SchemaType.IntOrString, Node = node };
        }

        switch (node.Text("type"))
        {
            case "object":
                var properties = node.Child("properties");
                var extra = node.Child("additionalProperties");
                if (properties is null && extra is not null)
                {
                    return new Schema { Type = SchemaType.Map, Element = Read(extra), Node = node, Atomic = node.Text("x-kubernetes-map-type") == "atomic", Nullable = node.Flag("nullable") };
                }

                var schema = new Schema
                {
                    Type = SchemaType.Object,
                    Node = node,
                    KeepsUnknown = keeps || node.Get("additionalProperties") is true,
                    Atomic = node.Text("x-kubernetes-map-type") == "atomic",
                    Embedded = node.Flag("x-kubernetes-embedded-resource"),
                    Nullable = node.Flag("nullable"),
                };
                foreach (var (name, child) in properties ?? [])
                {
                    schema.Fields[name] = new Field { Name = name, Schema = Read(child as Map), Default = (child as Map)?.Get("default") };
                }

                return schema;
            case "array":
                return new Schema
                {
                    Type = SchemaType.List,
                    Element = Read(node.Child("items")),
                    Node = node,
                    List = node.Text("x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
                    Keys = node.List("x-kubernetes-list-map-keys")?.OfType<string>().ToList() ?? [],
                    Nullable = node.Flag("nullable"),
                };
            case "string": return Scalar(SchemaType.String, node);
            case "integer": return Scalar(node.Text("format") == "int32" ? SchemaType.Int32 : SchemaType.Int64, node);
            case "number": return Scalar(SchemaType.Double, node);
            case "boolean": return Scalar(SchemaType.Bool, node);
            default: return keeps ? new Schema { Type = SchemaType.Any, Node = node, KeepsUnknown = true } : new Schema { Type = SchemaType.Any, Node = node };
        }
    }

    /// <summary>Paths of fields that the schema does not have.</summary>
    public static List<string> Unknown(Schema schema, Map value)
    {
        List<string> unknown = [];
        Visit(schema, value, "", (path, _, _) => unknown.Add(path), root: true);
        return unknown;
    }

    /// <summary>Drops what the schema does not have.</summary>
    public static void Prune(Schema schema, Map value) => Visit(schema, value, "", (_, owner, key) => owner.Remove(key), root: true);

    public static void Default(Schema schema, object? value)
    {
        switch (value)
        {
            case Map map when schema.Type == SchemaType.Object:
                foreach (var (name, field) in schema.Fields)
                {
                    if (field.Default is not null && (!map.ContainsKey(name) || (map[name] is null && !field.Schema.Nullable)))
                    {
                        map[name] = JsonText.Clone(field.Default);
                    }

                    if (field.Schema.Name.Length == 0 && map.Get(name) is { } child)
                    {
                        Default(field.Schema, child);
                    }
                }

                break;
            case Map map when schema.Type == SchemaType.Map:
                foreach (var item in map.Values)
                {
                    Default(schema.Element!, item);
                }

                break;
            case Seq list when schema.Type == SchemaType.List:
                foreach (var item in list)
                {
                    Default(schema.Element!, item);
                }

                break;
        }
    }

    public static void Validate(Schema schema, object? value, string path, List<FieldError> errors)
    {
        if (schema.Node is not { } node || (value is null && schema.Nullable))
        {
            return;
        }

        if (!TypeFits(schema, value))
        {
            var wanted = schema.Type == SchemaType.Object || schema.Type == SchemaType.Map ? "object" : schema.Type == SchemaType.List ? "array" : node.Text("type") ?? "integer,string";
            errors.Add(new FieldError("FieldValueTypeInvalid", path, $"Invalid value: \"{Name(value)}\": {path} in body must be of type {wanted}: \"{Name(value)}\""));
            return;
        }

        ValueRules.Check(node, value, path, errors);
        if (value is Map map)
        {
            var required = node.List("required")?.OfType<string>() ?? [];
            errors.AddRange(required.Where(r => !map.ContainsKey(r)).Select(r => FieldError.Required(path.Length == 0 ? r : $"{path}.{r}")));
            foreach (var (key, item) in map)
            {
                if (path.Length == 0 && key is "metadata" or "kind" or "apiVersion")
                {
                    continue;
                }

                if (schema.ChildOf(key) is { } child)
                {
                    Validate(child, item, path.Length == 0 ? key : schema.Type == SchemaType.Map ? $"{path}.{key}" : $"{path}.{key}", errors);
                }
            }
        }
        else if (value is Seq list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                Validate(schema.Element!, list[i], $"{path}[{i}]", errors);
            }

            Duplicates(schema, list, path, errors);
        }
    }

    private static void Duplicates(Schema schema, Seq list, string path, List<FieldError> errors)
    {
        if (schema.List == ListType.Atomic)
        {
            return;
        }

        HashSet<string> seen = [];
        for (var i = 0; i < list.Count; i++)
        {
            if (!seen.Add(Apply.FieldSet.Element(schema, list[i], i)))
            {
                var shown = schema.List == ListType.Map && list[i] is Map item
                    ? $"map[string]interface {{}}{{{string.Join(", ", schema.Keys.Select(k => $"\"{k}\":{JsonText.ToText(item.Get(k))}"))}}}"
                    : JsonText.ToText(list[i]);
                errors.Add(FieldError.Duplicate($"{path}[{i}]", shown));
            }
        }
    }

    private static bool TypeFits(Schema schema, object? value) => schema.Type switch
    {
        SchemaType.Object or SchemaType.Map => value is Map,
        SchemaType.List => value is Seq,
        SchemaType.String => value is string,
        SchemaType.Int32 or SchemaType.Int64 => value is long || (value is double d && d == Math.Floor(d)),
        SchemaType.Double => value is long or double,
        SchemaType.Bool => value is bool,
        SchemaType.IntOrString => value is long or string,
        _ => true,
    };

    public static string Name(object? value) => value switch { string => "string", long => "integer", double => "number", bool => "boolean", Map => "object", Seq => "array", _ => "null" };

    private static Schema Scalar(SchemaType type, Map node) => new() { Type = type, Node = node, Nullable = node.Flag("nullable") };

    private static void Visit(Schema schema, object? value, string path, Action<string, Map, string> unknown, bool root = false)
    {
        switch (value)
        {
            case Map map when schema.Type is SchemaType.Object or SchemaType.Map:
                foreach (var (key, item) in map.ToList())
                {
                    var here = path.Length == 0 ? key : $"{path}.{key}";
                    if ((root || schema.Embedded) && key is "apiVersion" or "kind" or "metadata")
                    {
                        continue;
                    }

                    if (schema.Type == SchemaType.Map || schema.Fields.ContainsKey(key))
                    {
                        Visit(schema.ChildOf(key)!, item, here, unknown);
                    }
                    else if (!schema.KeepsUnknown)
                    {
                        unknown(here, map, key);
                    }
                }

                break;
            case Map map when schema.Type == SchemaType.Any && schema.Node is { } node && !schema.KeepsUnknown && node.Count > 0 && !node.ContainsKey("type"):
                foreach (var key in map.Keys.ToList())
                {
                    unknown(path.Length == 0 ? key : $"{path}.{key}", map, key);
                }

                break;
            case Seq list when schema.Type == SchemaType.List:
                for (var i = 0; i < list.Count; i++)
                {
                    Visit(schema.Element!, list[i], $"{path}[{i}]", unknown);
                }

                break;
        }
    }
}

/// <summary>The value rules of a schema node: enum, bounds, lengths, patterns, formats and combinations.</summary>
internal static class ValueRules
{
    public static void Check(Map node, object? value, string path, List<FieldError> errors)
    {
        if (node.List("enum") is { } values && !values.Exists(v => JsonText.Same(v, value)))
        {
            errors.Add(FieldError.NotSupported(path, JsonText.ToText(value), values.Select(v => v as string ?? JsonText.ToText(v))));
        }

        switch (value)
        {
            case string text: Text(node, text, path, errors); break;
            case long or double: Number(node, Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture), value, path, errors); break;
            case Seq list: Size(node, "Items", list.Count, "items", path, errors); break;
            case Map map: Size(node, "Properties", map.Count, "properties", path, errors); break;
        }

        Combine(node, value, path, errors);
    }

    private static void Text(Map node, string text, string path, List<FieldError> errors)
    {
        if (node.Number("minLength") is { } min && text.Length < min)
        {
            errors.Add(FieldError.Invalid(path, $"\"{text}\"", $"{path} in body should be at least {min} chars long"));
        }

        if (node.Number("maxLength") is { } max && text.Length > max)
        {
            errors.Add(new FieldError("FieldValueTooLong", path, $"Too long: may not be longer than {max}"));
        }

        if (node.Text("pattern") is { } pattern && !Regex.IsMatch(text, pattern))
        {
            errors.Add(FieldError.Invalid(path, $"\"{text}\"", $"{path} in body should match '{pattern}'"));
        }

        var wrong = node.Text("format") switch
        {
            "date-time" => !DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
            "ipv4" => !System.Net.IPAddress.TryParse(text, out var ip) || ip.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork,
            "uuid" => !Guid.TryParse(text, out _),
            _ => false,
        };
        if (wrong)
        {
            errors.Add(FieldError.Invalid(path, $"\"{text}\"", $"{path} in body must be of type {node.Text("format")}: \"{text}\""));
        }
    }

    private static void Number(Map node, double number, object shown, string path, List<FieldError> errors)
    {
        var text = JsonText.ToText(shown);
        if (node.Get("minimum") is { } min && number < Convert.ToDouble(min, System.Globalization.CultureInfo.InvariantCulture))
        {
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be greater than or equal to {JsonText.ToText(min)}"));
        }

        if (node.Get("maximum") is { } max && number > Convert.ToDouble(max, System.Globalization.CultureInfo.InvariantCulture))
        {
            errors.Add(FieldError.Invalid(path, text, $"{path} in body should be less than or equal to {JsonText.ToText(max)}"));
        }
    }

    private static void Size(Map node, string what, int count, string noun, string path, List<FieldError> errors)
    {
        if (node.Number($"min{what}") is { } min && count < min)
        {
            errors.Add(FieldError.Invalid(path, count.ToString(System.Globalization.CultureInfo.InvariantCulture), $"{path} in body should have at least {min} {noun}"));
        }

        if (node.Number($"max{what}") is { } max && count > max)
        {
            errors.Add(new FieldError("FieldValueTooMany", path, $"Too many: {count}: must have at most {max} items"));
        }
    }

    private static void Combine(Map node, object? value, string path, List<FieldError> errors)
    {
        bool Fits(Map part)
        {
            List<FieldError> own = [];
            var schema = CustomSchema.Read(part);
            if (schema.Node is not null)
            {
                if (part.ContainsKey("type"))
                {
                    CustomSchema.Validate(schema, value, path, own);
                }
                else
                {
                    Check(part, value, path, own);
                    if (value is Map map)
                    {
                        own.AddRange((part.List("required")?.OfType<string>() ?? []).Where(r => !map.ContainsKey(r)).Select(r => FieldError.Required($"{path}.{r}")));
                        foreach (var (key, child) in part.Child("properties") ?? [])
                        {
                            if (map.TryGetValue(key, out var item) && child is Map childNode)
                            {
                                Check(childNode, item, $"{path}.{key}", own);
                            }
                        }
                    }
                }
            }

            return own.Count == 0;
        }

        if (node.List("anyOf") is { } any && !any.OfType<Map>().Any(Fits))
        {
            errors.Add(FieldError.Invalid(path, "\"\"", $"{path} in body must validate at least one schema (anyOf)"));
        }

        if (node.List("oneOf") is { } one && one.OfType<Map>().Count(Fits) != 1)
        {
            errors.Add(FieldError.Invalid(path, "\"\"", $"{path} in body must validate one and only one schema (oneOf)"));
        }

        if (node.Child("not") is { } not && Fits(not))
        {
            errors.Add(FieldError.Invalid(path, "\"\"", $"{path} in body must not validate the schema (not)"));
        }
    }
}

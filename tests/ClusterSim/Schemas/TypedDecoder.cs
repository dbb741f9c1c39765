using System.Globalization;
using System.Text.RegularExpressions;
using ClusterSim.Json;

namespace ClusterSim.Schemas;

/// <summary>
/// Reads an object as a built-in type: unknown fields fall away (and are listed), a value of a wrong type is an error in the API server's words,
/// and what Go leaves out or always writes is left out or written.
/// </summary>
public sealed partial class TypedDecoder(bool nullTimes = true)
{
    private readonly List<string> _fields = [];
    private string _struct = "";

    /// <summary>The first value of a wrong type, in the words of Go's decoder.</summary>
    public string? TypeError { get; private set; }

    /// <summary>Paths of fields that the type does not have.</summary>
    public List<string> Unknown { get; } = [];

    public Map Decode(Schema schema, Map value)
    {
        _struct = schema.ShortName;
        var result = new Map();
        foreach (var key in (ReadOnlySpan<string>)["kind", "apiVersion"])
        {
            if (value.Text(key) is { Length: > 0 } text)
            {
                result[key] = text;
            }
        }

        foreach (var (key, item) in Struct(schema, value, "", root: true))
        {
            result[key] = item;
        }

        return result;
    }

    /// <summary>Brings an object to the form in which it is stored; it is of the right types already.</summary>
    public static Map Normalize(Schema schema, Map value, bool nullTimes = true) =>
        schema.Type == SchemaType.Object && schema.Name.Length > 0 ? new TypedDecoder(nullTimes).Decode(schema, value) : value;

    private Map Struct(Schema schema, Map value, string path, bool root = false)
    {
        var result = new Map();
        foreach (var (name, field) in schema.Fields)
        {
            var has = value.TryGetValue(name, out var item);
            if (!has)
            {
                // Go matches names whatever their case; the API server then calls them unknown in strict mode.
                item = null;
            }

            if (item is not null)
            {
                _fields.Add(name);
                var outer = _struct;
                _struct = schema.ShortName;
                item = Value(field.Schema, item, path.Length == 0 ? name : $"{path}.{name}");
                _struct = outer;
                _fields.RemoveAt(_fields.Count - 1);
            }

            Place(result, field, item);
        }

        foreach (var key in value.Keys)
        {
            if (!schema.Fields.ContainsKey(key) && !(root && key is "kind" or "apiVersion"))
            {
                Unknown.Add(path.Length == 0 ? key : $"{path}.{key}");
            }
        }

        return result;
    }

    private void Place(Map result, Field field, object? item)
    {
        if (item is not null && (field.Pointer || !IsEmpty(item, field.Schema)))
        {
            result[field.Name] = item;
            return;
        }

        if (field.AlwaysPresent)
        {
            result[field.Name] = item ?? Struct(field.Schema, [], "");
        }
        else if (field.Schema.Type is SchemaType.Time or SchemaType.MicroTime && !field.Pointer && (nullTimes || field.Name != "creationTimestamp"))
        {
            result[field.Name] = item;
        }
        else if (field.Always && !field.Pointer)
        {
            result[field.Name] = item ?? Zero(field.Schema);
        }
    }

    private static bool IsEmpty(object item, Schema schema) => item switch
    {
        string s => s.Length == 0,
        long l => l == 0 && schema.Type != SchemaType.IntOrString && schema.Type != SchemaType.Quantity,
        double d => d == 0,
        bool b => !b,
        Map m => m.Count == 0 && schema.Type is SchemaType.Map or SchemaType.Object,
        Seq s => s.Count == 0,
        _ => false,
    };

    private static object? Zero(Schema schema) => schema.Type switch
    {
        SchemaType.String => "",
        SchemaType.Bool => false,
        SchemaType.Int32 or SchemaType.Int64 or SchemaType.Double => 0L,
        SchemaType.Quantity => "0",
        SchemaType.IntOrString => 0L,
        _ => null,
    };

    private object? Value(Schema schema, object? value, string path)
    {
        switch (schema.Type)
        {
            case SchemaType.Object:
                return value is Map map ? Struct(schema, map, path) : value is null ? Struct(schema, [], path) : Wrong(schema, value);
            case SchemaType.Map:
                if (value is not Map items)
                {
                    return Wrong(schema, value);
                }

                var result = new Map();
                foreach (var (key, item) in items)
                {
                    result[key] = item is null ? Zero(schema.Element!) : Value(schema.Element!, item, $"{path}.{key}");
                }

                return result;
            case SchemaType.List:
                return value is Seq list ? new Seq(list.Select((item, i) => item is null && schema.Element!.IsScalar ? Zero(schema.Element) : Value(schema.Element!, item, $"{path}[{i}]"))) : Wrong(schema, value);
            default:
                return Scalar(schema, value);
        }
    }

    private object? Scalar(Schema schema, object? value)
    {
        switch (schema.Type)
        {
            case SchemaType.String: return value is string ? value : Wrong(schema, value);
            case SchemaType.Bool: return value is bool ? value : Wrong(schema, value);
            case SchemaType.Int32: return value is long i && i is >= int.MinValue and <= int.MaxValue ? value : Wrong(schema, value);
            case SchemaType.Int64: return value is long || schema.Name == "duration" ? value : Wrong(schema, value);
            case SchemaType.Double: return value is long or double ? value : Wrong(schema, value);
            case SchemaType.Bytes: return value is string text ? Base64(text) : Wrong(schema, value);
            case SchemaType.IntOrString: return value is long or string ? value : Wrong(schema, value);
            case SchemaType.Quantity: return Quantity(value);
            case SchemaType.Time or SchemaType.MicroTime: return Time(schema.Type, value);
            default: return value;
        }
    }

    private string? Base64(string text)
    {
        var clean = text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        if (!System.Buffers.Text.Base64.IsValid(clean))
        {
            var bad = clean.ToList().FindIndex(c => !char.IsAsciiLetterOrDigit(c) && c is not ('+' or '/'));
            TypeError ??= $"illegal base64 data at input byte {(bad < 0 || clean[bad] == '=' ? clean.Length / 4 * 4 : bad)}";
        }

        return clean;
    }

    private string? Quantity(object? value)
    {
        var text = value switch { string s => s, long l => l.ToString(CultureInfo.InvariantCulture), double d => JsonText.Number(d), _ => "" };
        if (Schemas.Quantity.Canonical(text) is { } canonical)
        {
            return canonical;
        }

        TypeError ??= "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
        return null;
    }

    private object? Time(SchemaType type, object? value)
    {
        if (value is not string text)
        {
            return Wrong(new Schema { Type = type }, value);
        }

        if (!Rfc3339().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            TypeError ??= $"parsing time \"{text}\" as \"2006-01-02T15:04:05{(type == SchemaType.MicroTime ? ".000000" : "")}Z07:00\": cannot parse \"{text}\" as \"2006\"";
            return null;
        }

        return time.UtcDateTime.ToString(type == SchemaType.MicroTime ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private object? Wrong(Schema schema, object? value)
    {
        var what = value switch
        {
            string => "string",
            bool => "bool",
            long l when schema.Type is SchemaType.Int32 or SchemaType.Int64 => $"number {l}",
            double d when schema.Type is SchemaType.Int32 or SchemaType.Int64 => $"number {JsonText.Number(d)}",
            long or double => "number",
            Map => "object",
            Seq => "array",
            _ => "null",
        };
        TypeError ??= schema.Type is SchemaType.Time or SchemaType.MicroTime or SchemaType.IntOrString && _fields.Count > 0
            ? $"json: cannot unmarshal {what} into Go value of type {(schema.Type == SchemaType.IntOrString ? "int32" : "string")}"
            : $"json: cannot unmarshal {what} into Go struct field {_struct}.{string.Join('.', _fields)} of type {GoType(schema)}";
        return null;
    }

    private static string GoType(Schema schema) => schema.Type switch
    {
        SchemaType.String => "string",
        SchemaType.Bool => "bool",
        SchemaType.Int32 => "int32",
        SchemaType.Int64 => "int64",
        SchemaType.Double => "float64",
        SchemaType.Bytes => "[]uint8",
        SchemaType.Object => $"{schema.Name.Split('.')[1]}.{schema.ShortName}",
        SchemaType.Map => $"map[string]{GoType(schema.Element!)}",
        SchemaType.List => $"[]{GoType(schema.Element!)}",
        SchemaType.Quantity => "resource.Quantity",
        _ => "string",
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Rfc3339();
}

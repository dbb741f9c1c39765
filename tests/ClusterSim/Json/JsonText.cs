using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ClusterSim.Json;

/// <summary>
/// JSON as plain values: <see cref="Map"/>, <see cref="Seq"/>, string, long, double, bool and null. Whole numbers stay <c>long</c>, as in the API server.
/// </summary>
public static class JsonText
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 512 };
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 512 };

    /// <summary>Reads one value. Paths of keys that occur twice in an object are added to <paramref name="duplicates"/>; the last one counts.</summary>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static object? Parse(ReadOnlySpan<byte> utf8, List<string>? duplicates = null)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        var value = ReadValue(ref reader, duplicates, "");
        if (reader.Read())
        {
            throw new JsonException("more than one value");
        }

        return value;
    }

    public static Map ParseMap(ReadOnlySpan<byte> utf8) => Parse(utf8) as Map ?? throw new JsonException("not an object");

    public static object? Parse(string text) => Parse(System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] ToUtf8(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(writer, value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static string ToText(object? value) => System.Text.Encoding.UTF8.GetString(ToUtf8(value));

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string s: writer.WriteStringValue(s); break;
            case bool b: writer.WriteBooleanValue(b); break;
            case long l: writer.WriteNumberValue(l); break;
            case int i: writer.WriteNumberValue(i); break;
            case double d: writer.WriteRawValue(Number(d), skipInputValidation: true); break;
            case Map map:
                writer.WriteStartObject();
                foreach (var (key, item) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable<object?> list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default: throw new InvalidOperationException($"{value.GetType()} is no JSON value");
        }
    }

    /// <summary>A float as the API server writes it: no trailing <c>.0</c>.</summary>
    public static string Number(double d) => d == Math.Floor(d) && Math.Abs(d) < 1e15 ? ((long)d).ToString(CultureInfo.InvariantCulture) : d.ToString("R", CultureInfo.InvariantCulture);

    public static object? Clone(object? value) => value switch
    {
        Map map => new Map(map.Select(p => KeyValuePair.Create(p.Key, Clone(p.Value)))),
        Seq list => new Seq(list.Select(Clone)),
        _ => value,
    };

    public static Map Copy(this Map map) => (Map)Clone(map)!;

    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (Map x, Map y) => x.Count == y.Count && x.All(p => y.TryGetValue(p.Key, out var other) && Same(p.Value, other)),
        (Seq x, Seq y) => x.Count == y.Count && x.Zip(y).All(p => Same(p.First, p.Second)),
        (long x, double y) => x == y,
        (double x, long y) => x == y,
        _ => Equals(a, b),
    };

    private static object? ReadValue(ref Utf8JsonReader reader, List<string>? duplicates, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new Map();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = reader.GetString()!;
                    reader.Read();
                    var here = duplicates is null ? "" : path.Length == 0 ? key : $"{path}.{key}";
                    if (duplicates is not null && map.ContainsKey(key))
                    {
                        duplicates.Add(here);
                    }

                    map[key] = ReadValue(ref reader, duplicates, here);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new Seq();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader, duplicates, duplicates is null ? "" : $"{path}[{list.Count}]"));
                }

                return list;
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return null;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var whole) ? whole : (object)reader.GetDouble();
            default: throw new JsonException("no value");
        }
    }
}

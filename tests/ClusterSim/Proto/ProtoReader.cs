using System.Globalization;
using System.Text;
using ClusterSim.Api;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Proto;

/// <summary>Reads objects that clients send as protobuf, by the numbers of the type tables.</summary>
public ref struct ProtoReader
{
    private static readonly byte[] Magic = [0x6b, 0x38, 0x73, 0x00];

    private ReadOnlySpan<byte> _data;

    private ProtoReader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The object in the envelope of <c>application/vnd.kubernetes.protobuf</c>, with its kind and version.</summary>
    public static Map Envelope(byte[] body, TypeTable types)
    {
        if (!body.AsSpan().StartsWith(Magic))
        {
            throw Failures.BadRequest("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }

        var (version, kind) = ("", "");
        var raw = ReadOnlySpan<byte>.Empty;
        var reader = new ProtoReader(body.AsSpan(4));
        while (reader.Next(out var number, out _, out var bytes))
        {
            if (number == 1)
            {
                var meta = new ProtoReader(bytes);
                while (meta.Next(out var inner, out _, out var text))
                {
                    if (inner == 1)
                    {
                        version = Encoding.UTF8.GetString(text);
                    }
                    else if (inner == 2)
                    {
                        kind = Encoding.UTF8.GetString(text);
                    }
                }
            }
            else if (number == 2)
            {
                raw = bytes;
            }
        }

        var result = new Map { ["kind"] = kind, ["apiVersion"] = version };
        var parts = version.Split('/');
        var schema = types.Find($"{(parts.Length == 1 ? KindTable.Package("", parts[0]) : KindTable.Package(parts[0], parts[1]))}.{kind}") ?? types.Find($"meta.v1.{kind}");
        if (schema is not null)
        {
            Message(schema, raw, result);
        }

        return result;
    }

    private static void Message(Schema schema, ReadOnlySpan<byte> data, Map into)
    {
        var reader = new ProtoReader(data);
        while (reader.Next(out var number, out var varint, out var bytes))
        {
            if (!schema.Proto.TryGetValue(number, out var field))
            {
                continue;
            }

            if (field.Inline)
            {
                Message(field.Schema, bytes, into);
            }
            else if (field.Schema.Type == SchemaType.List)
            {
                if (into.Get(field.Name) is not Seq list)
                {
                    into[field.Name] = list = [];
                }

                list.Add(Value(field.Schema.Element!, varint, bytes));
            }
            else if (field.Schema.Type == SchemaType.Map)
            {
                Entry(field.Schema.Element!, bytes, into.Ensure(field.Name));
            }
            else
            {
                into[field.Name] = Value(field.Schema, varint, bytes);
            }
        }
    }

    private static void Entry(Schema element, ReadOnlySpan<byte> data, Map into)
    {
        var reader = new ProtoReader(data);
        var key = "";
        object? value = element.Type switch { SchemaType.String or SchemaType.Bytes => "", SchemaType.Object => new Map(), _ => null };
        while (reader.Next(out var number, out var varint, out var bytes))
        {
            if (number == 1)
            {
                key = Encoding.UTF8.GetString(bytes);
            }
            else
            {
                value = element.Type == SchemaType.List ? Items(element.Element!, bytes) : Value(element, varint, bytes);
            }
        }

        into[key] = value;
    }

    private static Seq Items(Schema element, ReadOnlySpan<byte> data)
    {
        var list = new Seq();
        var reader = new ProtoReader(data);
        while (reader.Next(out _, out var varint, out var bytes))
        {
            list.Add(Value(element, varint, bytes));
        }

        return list;
    }

    private static object? Value(Schema schema, ulong varint, ReadOnlySpan<byte> bytes)
    {
        switch (schema.Type)
        {
            case SchemaType.String: return Encoding.UTF8.GetString(bytes);
            case SchemaType.Bool: return varint != 0;
            case SchemaType.Int32 or SchemaType.Int64: return (long)varint;
            case SchemaType.Double: return BitConverter.UInt64BitsToDouble(varint);
            case SchemaType.Bytes: return Convert.ToBase64String(bytes);
            case SchemaType.Object:
                var map = new Map();
                Message(schema, bytes, map);
                return map;
            case SchemaType.Time or SchemaType.MicroTime: return Time(bytes, schema.Type);
            case SchemaType.Quantity: return First(bytes, 1);
            case SchemaType.IntOrString: return IntOrString(bytes);
            case SchemaType.Raw or SchemaType.Json or SchemaType.Fields: return First(bytes, 1) is { Length: > 0 } json ? JsonText.Parse(json) : null;
            default: return null;
        }
    }

    private static string? First(ReadOnlySpan<byte> data, int wanted)
    {
        var reader = new ProtoReader(data);
        while (reader.Next(out var number, out _, out var bytes))
        {
            if (number == wanted)
            {
                return Encoding.UTF8.GetString(bytes);
            }
        }

        return null;
    }

    private static object IntOrString(ReadOnlySpan<byte> data)
    {
        var reader = new ProtoReader(data);
        var (type, number, text) = (0UL, 0L, "");
        while (reader.Next(out var field, out var varint, out var bytes))
        {
            switch (field)
            {
                case 1: type = varint; break;
                case 2: number = (long)varint; break;
                case 3: text = Encoding.UTF8.GetString(bytes); break;
            }
        }

        return type == 0 ? number : text;
    }

    private static string? Time(ReadOnlySpan<byte> data, SchemaType type)
    {
        var reader = new ProtoReader(data);
        var (seconds, nanos) = (0L, 0L);
        var any = false;
        while (reader.Next(out var field, out var varint, out _))
        {
            any = true;
            (seconds, nanos) = field == 1 ? ((long)varint, nanos) : (seconds, (long)varint);
        }

        if (!any)
        {
            return null;
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).UtcDateTime;
        return time.ToString(type == SchemaType.MicroTime ? "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private bool Next(out int number, out ulong varint, out ReadOnlySpan<byte> bytes)
    {
        number = 0;
        varint = 0;
        bytes = default;
        if (_data.IsEmpty)
        {
            return false;
        }

        var tag = Varint();
        number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0: varint = Varint(); break;
            case 1: varint = BitConverter.ToUInt64(Take(8)); break;
            case 2: bytes = Take((int)Varint()); break;
            case 5: varint = BitConverter.ToUInt32(Take(4)); break;
            default: throw Failures.BadRequest("proto: illegal wireType");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _data.Length)
        {
            throw Failures.BadRequest("unexpected EOF");
        }

        var taken = _data[..count];
        _data = _data[count..];
        return taken;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Take(1)[0];
            value |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                break;
            }
        }

        return value;
    }
}

using System.Globalization;
using System.Text;
using ClusterSim.Json;
using ClusterSim.Schemas;

namespace ClusterSim.Proto;

/// <summary>Writes objects as protobuf, for the clients that ask for it first.</summary>
public static class ProtoWriter
{
    private static readonly byte[] Magic = [0x6b, 0x38, 0x73, 0x00];

    public static byte[] Envelope(Map obj, Schema schema)
    {
        using var meta = new MemoryStream();
        Bytes(meta, 1, Encoding.UTF8.GetBytes(obj.Text("apiVersion") ?? ""));
        Bytes(meta, 2, Encoding.UTF8.GetBytes(obj.Text("kind") ?? ""));
        using var all = new MemoryStream();
        all.Write(Magic);
        Bytes(all, 1, meta.ToArray());
        Bytes(all, 2, Message(schema, obj));
        Bytes(all, 3, []);
        Bytes(all, 4, []);
        return all.ToArray();
    }

    /// <summary>A watch event with its length in front (four bytes, big endian).</summary>
    public static byte[] WatchEvent(string type, byte[] envelope)
    {
        using var inner = new MemoryStream();
        Bytes(inner, 1, Encoding.UTF8.GetBytes(type));
        Bytes(inner, 2, One(1, envelope));
        var body = inner.ToArray();
        var frame = new byte[body.Length + 4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame, (uint)body.Length);
        body.CopyTo(frame, 4);
        return frame;
    }

    private static byte[] Message(Schema schema, Map value)
    {
        using var stream = new MemoryStream();
        foreach (var field in schema.Proto.Values.Where(f => f.Number > 0))
        {
            if (field.Inline)
            {
                var inner = Message(field.Schema, value);
                if (inner.Length > 0)
                {
                    Bytes(stream, field.Number, inner);
                }
            }
            else if (value.Get(field.Name) is { } item)
            {
                Write(stream, field.Number, field.Schema, item);
            }
        }

        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, int number, Schema schema, object value)
    {
        switch (schema.Type)
        {
            case SchemaType.List:
                foreach (var item in (Seq)value)
                {
                    Write(stream, number, schema.Element!, item ?? new Map());
                }

                break;
            case SchemaType.Map:
                foreach (var (key, item) in ((Map)value).OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    using var entry = new MemoryStream();
                    Bytes(entry, 1, Encoding.UTF8.GetBytes(key));
                    if (schema.Element!.Type == SchemaType.List)
                    {
                        using var items = new MemoryStream();
                        Write(items, 1, schema.Element, item ?? new Seq());
                        Bytes(entry, 2, items.ToArray());
                    }
                    else if (item is not null)
                    {
                        Write(entry, 2, schema.Element, item);
                    }

                    Bytes(stream, number, entry.ToArray());
                }

                break;
            case SchemaType.Object:
                Bytes(stream, number, value is Map map ? Message(schema, map) : []);
                break;
            case SchemaType.Bool: Varint(stream, number, value is true ? 1UL : 0); break;
            case SchemaType.Int32 or SchemaType.Int64: Varint(stream, number, (ulong)(value is long l ? l : 0)); break;
            case SchemaType.Double:
                Tag(stream, number, 1);
                stream.Write(BitConverter.GetBytes(value is double d ? d : Convert.ToDouble(value, CultureInfo.InvariantCulture)));
                break;
            case SchemaType.String: Bytes(stream, number, Encoding.UTF8.GetBytes(value as string ?? "")); break;
            case SchemaType.Bytes: Bytes(stream, number, Convert.FromBase64String(value as string ?? "")); break;
            case SchemaType.Quantity: Bytes(stream, number, One(1, Encoding.UTF8.GetBytes(value as string ?? ""))); break;
            case SchemaType.Raw or SchemaType.Json or SchemaType.Fields: Bytes(stream, number, One(1, JsonText.ToUtf8(value))); break;
            case SchemaType.IntOrString: Bytes(stream, number, IntOrString(value)); break;
            case SchemaType.Time or SchemaType.MicroTime: Bytes(stream, number, Time((string)value)); break;
        }
    }

    private static byte[] One(int number, byte[] bytes)
    {
        using var stream = new MemoryStream();
        Bytes(stream, number, bytes);
        return stream.ToArray();
    }

    private static byte[] IntOrString(object value)
    {
        using var stream = new MemoryStream();
        Varint(stream, 1, value is string ? 1UL : 0);
        Varint(stream, 2, value is long l ? (ulong)l : 0);
        Bytes(stream, 3, Encoding.UTF8.GetBytes(value as string ?? ""));
        return stream.ToArray();
    }

    private static byte[] Time(string text)
    {
        using var stream = new MemoryStream();
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        Varint(stream, 1, (ulong)time.ToUnixTimeSeconds());
        Varint(stream, 2, (ulong)(time.Ticks % TimeSpan.TicksPerSecond * 100));
        return stream.ToArray();
    }

    private static void Bytes(MemoryStream stream, int number, byte[] bytes)
    {
        Tag(stream, number, 2);
        Raw(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Varint(MemoryStream stream, int number, ulong value)
    {
        Tag(stream, number, 0);
        Raw(stream, value);
    }

    private static void Tag(MemoryStream stream, int number, int wire) => Raw(stream, (ulong)((number << 3) | wire));

    private static void Raw(MemoryStream stream, ulong value)
    {
        while (value >= 0x80)
        {
            stream.WriteByte((byte)(value | 0x80));
            value >>= 7;
        }

        stream.WriteByte((byte)value);
    }
}

using ClusterSim.Json;
using ClusterSim.Tables;

namespace ClusterSim.Schemas;

/// <summary>
/// The built-in types. A file of <c>Tables/types</c> is one package: a type's name in the first column, below it one field a line:
/// name, protobuf number, type (<c>[]T</c> list, <c>{}T</c> map) and flags: <c>!</c> required, <c>~</c> struct that is always there, <c>+</c> later than 1.28,
/// <c>=</c> written even when empty, <c>*</c> kept even when empty, <c>inline</c>, <c>list=</c>, <c>map=</c>, <c>key=</c> and <c>patch=</c> (strategic merge), <c>default=</c>, <c>enum=</c>.
/// </summary>
public sealed class TypeTable
{
    private static readonly Lazy<TypeTable> Base = new(() => new TypeTable(later: false));
    private static readonly Lazy<TypeTable> Later = new(() => new TypeTable(later: true));

    private static readonly Dictionary<string, SchemaType> Scalars = new(StringComparer.Ordinal)
    {
        ["string"] = SchemaType.String,
        ["bool"] = SchemaType.Bool,
        ["int32"] = SchemaType.Int32,
        ["int64"] = SchemaType.Int64,
        ["double"] = SchemaType.Double,
        ["bytes"] = SchemaType.Bytes,
        ["time"] = SchemaType.Time,
        ["microtime"] = SchemaType.MicroTime,
        ["duration"] = SchemaType.Int64,
        ["quantity"] = SchemaType.Quantity,
        ["intOrString"] = SchemaType.IntOrString,
        ["raw"] = SchemaType.Raw,
        ["json"] = SchemaType.Json,
        ["fields"] = SchemaType.Fields,
        ["any"] = SchemaType.Any,
    };

    private readonly Dictionary<string, Schema> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Schema> _scalars = Scalars.ToDictionary(s => s.Key, s => new Schema { Type = s.Value }, StringComparer.Ordinal);

    private TypeTable(bool later)
    {
        var files = TableFiles.Names("types/").Select(n => (Package: n[6..^4], Lines: TableFiles.Lines(n))).ToList();
        foreach (var (package, lines) in files)
        {
            foreach (var line in lines.Where(l => l[0] != ' '))
            {
                var words = line.Split(' ');
                _types[$"{package}.{words[0]}"] = new Schema { Type = SchemaType.Object, Name = $"{package}.{words[0]}", Atomic = words.Contains("map=atomic") };
            }
        }

        foreach (var (package, lines) in files)
        {
            ReadFields(package, lines, later);
        }

        foreach (var type in _types.Values)
        {
            Flatten(type, type);
        }
    }

    public IEnumerable<Schema> All => _types.Values;

    public static TypeTable For(int minorVersion) => minorVersion > 28 ? Later.Value : Base.Value;

    public Schema? Find(string name) => _types.GetValueOrDefault(name);

    private void ReadFields(string package, IEnumerable<string> lines, bool later)
    {
        Schema owner = null!;
        foreach (var line in lines)
        {
            if (line[0] != ' ')
            {
                owner = _types[$"{package}.{line.Split(' ')[0]}"];
                continue;
            }

            var words = line[1..].Split(' ');
            var flags = words[3..];
            if (!later && flags.Contains("+"))
            {
                continue;
            }

            var field = new Field
            {
                Name = words[0],
                Number = int.Parse(words[1]),
                Schema = Resolve(words[2], package, flags),
                Required = flags.Contains("!"),
                AlwaysPresent = flags.Contains("~"),
                Always = flags.Contains("="),
                Pointer = flags.Contains("*"),
                Inline = flags.Contains("inline"),
                Default = Value(flags, "default=") is { } text ? JsonText.Parse(text) : null,
                Enum = Value(flags, "enum=")?.Split('|') ?? [],
            };
            owner.Proto[field.Number == 0 ? -1 - owner.Proto.Count : field.Number] = field;
        }
    }

    private static string? Value(string[] flags, string prefix) => Array.Find(flags, f => f.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private Schema Resolve(string text, string package, string[] flags)
    {
        var atomic = flags.Contains("map=atomic");
        if (text.StartsWith("[]", StringComparison.Ordinal))
        {
            var list = Value(flags, "list=");
            var patch = Value(flags, "patch=")?.Split(',') ?? [];
            return new Schema
            {
                Type = SchemaType.List,
                Element = Resolve(text[2..], package, []),
                List = ListTypeOf(list, Value(flags, "key="), patch),
                Keys = list?.StartsWith("map(", StringComparison.Ordinal) == true ? list[4..^1].Split(',') : Value(flags, "key=") is { } key ? [key] : [],
                PatchKey = Value(flags, "key="),
                PatchMerge = patch.Contains("merge"),
                RetainKeys = patch.Contains("retainKeys"),
            };
        }

        if (text.StartsWith("{}", StringComparison.Ordinal))
        {
            return new Schema { Type = SchemaType.Map, Element = Resolve(text[2..], package, []), Atomic = atomic };
        }

        if (_scalars.TryGetValue(text, out var scalar))
        {
            return scalar;
        }

        var type = _types.GetValueOrDefault(text.Contains('.', StringComparison.Ordinal) ? text : $"{package}.{text}") ?? Schema.Unknown;
        var retain = Value(flags, "patch=")?.Contains("retainKeys", StringComparison.Ordinal) == true;
        return retain || (atomic && !type.Atomic) ? Variant(type, atomic || type.Atomic, retain) : type;
    }

    // Where nothing is said of a list, the merge key of strategic merge says how server-side apply merges it.
    private static ListType ListTypeOf(string? list, string? key, string[] patch) => list switch
    {
        "set" => ListType.Set,
        "atomic" => ListType.Atomic,
        { } s when s.StartsWith("map", StringComparison.Ordinal) => ListType.Map,
        _ => !patch.Contains("merge") ? ListType.Atomic : key is null ? ListType.Set : ListType.Map,
    };

    private readonly List<(Schema Copy, Schema Of)> _variants = [];

    private Schema Variant(Schema type, bool atomic, bool retain)
    {
        var copy = new Schema { Type = type.Type, Name = type.Name, Atomic = atomic, RetainKeys = retain };
        _variants.Add((copy, type));
        return copy;
    }

    private void Flatten(Schema type, Schema into)
    {
        foreach (var field in type.Proto.Values)
        {
            if (field.Inline)
            {
                Flatten(field.Schema, into);
            }
            else
            {
                into.Fields.TryAdd(field.Name, field);
            }
        }

        foreach (var (copy, of) in _variants.Where(v => v.Of == into))
        {
            foreach (var (number, field) in of.Proto)
            {
                copy.Proto[number] = field;
            }

            foreach (var (name, field) in of.Fields)
            {
                copy.Fields.TryAdd(name, field);
            }
        }
    }
}

using ClusterSim.Json;

namespace ClusterSim.Schemas;

public enum SchemaType
{
    /// <summary>No schema is known: every value passes and is one unit.</summary>
    Any,
    Object,
    Map,
    List,
    String,
    Bool,
    Int32,
    Int64,
    Double,
    Bytes,
    Time,
    MicroTime,
    Quantity,
    IntOrString,

    /// <summary>An embedded object of any kind.</summary>
    Raw,

    /// <summary>Any JSON value.</summary>
    Json,

    /// <summary>A set of fields of managedFields.</summary>
    Fields,
}

public enum ListType
{
    Atomic,
    Set,
    Map,
}

/// <summary>
/// The shape of a value, for built-in kinds (from the type tables) and for custom ones (from their CRD). It decides what merges, what is one unit,
/// what is unknown, and how protobuf is read.
/// </summary>
public sealed class Schema
{
    public static readonly Schema Unknown = new() { Type = SchemaType.Any };

    public required SchemaType Type { get; init; }

    /// <summary>Of a built-in type, alias and name (<c>core.v1.Container</c>); else empty.</summary>
    public string Name { get; init; } = "";

    public Dictionary<string, Field> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Fields as protobuf numbers them; inlined structs are messages of their own there.</summary>
    public Dictionary<int, Field> Proto { get; } = [];

    /// <summary>Of a list or map.</summary>
    public Schema? Element { get; set; }

    public ListType List { get; init; }

    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>One unit for server-side apply.</summary>
    public bool Atomic { get; set; }

    public string? PatchKey { get; init; }

    public bool PatchMerge { get; init; }

    public bool RetainKeys { get; init; }

    /// <summary>Unknown fields are kept (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
    public bool KeepsUnknown { get; set; }

    /// <summary>Of a custom type: the node of the CRD's schema, for validation.</summary>
    public Map? Node { get; init; }

    /// <summary>Of a custom type: an object with apiVersion, kind and metadata of its own.</summary>
    public bool Embedded { get; init; }

    public bool Nullable { get; init; }

    public bool IsScalar => Type is not (SchemaType.Object or SchemaType.Map or SchemaType.List);

    /// <summary>The short name without its package (<c>Container</c>).</summary>
    public string ShortName => Name[(Name.LastIndexOf('.') + 1)..];

    public Schema? ChildOf(string key) => Type switch
    {
        SchemaType.Object => Fields.TryGetValue(key, out var field) ? field.Schema : KeepsUnknown ? Element ?? Unknown : Element,
        SchemaType.Map => Element,
        SchemaType.Any or SchemaType.Raw or SchemaType.Json => Unknown,
        _ => null,
    };
}

public sealed class Field
{
    public required string Name { get; init; }

    /// <summary>The protobuf number; 0 where the field has none.</summary>
    public int Number { get; init; }

    public required Schema Schema { get; set; }

    public bool Required { get; init; }

    /// <summary>A struct that is always there, empty at least.</summary>
    public bool AlwaysPresent { get; init; }

    /// <summary>Written even when empty: absent and empty are one.</summary>
    public bool Always { get; init; }

    /// <summary>Optional by itself: an empty value is kept, and told from an absent one.</summary>
    public bool Pointer { get; init; }

    /// <summary>Fields of the struct stand among those of its parent in JSON.</summary>
    public bool Inline { get; init; }

    public object? Default { get; init; }

    public IReadOnlyList<string> Enum { get; init; } = [];
}

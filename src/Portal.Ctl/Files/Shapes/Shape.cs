using System.Text.Json.Nodes;

namespace Portal.Ctl.Files.Shapes;

/// <summary>What a value may be.</summary>
internal abstract record Shape;

internal sealed record TextShape : Shape;

internal sealed record WordShape(IReadOnlyList<string> Words) : Shape;

internal sealed record TruthShape : Shape;

internal sealed record NumberShape : Shape;

internal sealed record ListShape(Shape Item) : Shape;

/// <summary>Names that are free, with values of one shape.</summary>
internal sealed record MapShape(Shape Value) : Shape;

internal sealed record ObjectShape(IReadOnlyList<Field> Fields) : Shape
{
    public Field? Find(string name) => Fields.FirstOrDefault(field => field.Name == name);
}

/// <summary>Anything: the contract does not say.</summary>
internal sealed record AnyShape : Shape;

/// <summary>A member of an object.</summary>
/// <param name="Default">What it is when it is left out; null where that is nothing.</param>
internal sealed record Field(string Name, Shape Shape, JsonNode? Default = null)
{
    public bool IsRequired { get; init; }

    /// <summary>True where nothing, and an empty list or object, are two things.</summary>
    public bool IsNullable { get; init; }

    /// <summary>True where a file that leaves it out leaves it as it is.</summary>
    public bool StaysWhenLeftOut { get; init; }

    public static Field Text(string name) => new(name, new TextShape(), "");
}

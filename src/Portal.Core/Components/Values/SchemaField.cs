using System.Text.Json.Nodes;

namespace Portal.Core.Components.Values;

/// <summary>A field of a form that is drawn from a JSON schema.</summary>
/// <param name="Path">The keys from the root.</param>
/// <param name="Kind">How it is filled in.</param>
/// <param name="Title">The schema's, else its key.</param>
public sealed record SchemaField(IReadOnlyList<string> Path, SchemaFieldKind Kind, string Title)
{
    public string Description { get; init; } = "";

    public bool Required { get; init; }

    /// <summary>What stands where nothing is given; null when nothing does.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Of a number.</summary>
    public double? Minimum { get; init; }

    /// <summary>Of a number.</summary>
    public double? Maximum { get; init; }

    /// <summary>Of a text.</summary>
    public int? MinLength { get; init; }

    /// <summary>Of a text.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Of a list.</summary>
    public int? MinItems { get; init; }

    /// <summary>Of a list.</summary>
    public int? MaxItems { get; init; }

    /// <summary>A regular expression, for a text or each item of a list.</summary>
    public string? Pattern { get; init; }

    /// <summary>Texts, numbers, true or false.</summary>
    public IReadOnlyList<JsonNode> Choices { get; init; } = [];

    /// <summary>What the items of a list, or the values of a map, are: Text, Number or Whole; List for a map of lists.</summary>
    public SchemaFieldKind Items { get; init; } = SchemaFieldKind.Text;

    /// <summary>Of a group.</summary>
    public IReadOnlyList<SchemaField> Fields { get; init; } = [];

    /// <summary>Unique among the fields of a form, and fit for an id.</summary>
    public string Key => string.Join('-', Path);
}

/// <summary>How a field is filled in.</summary>
public enum SchemaFieldKind
{
    Text,

    /// <summary>A text that nobody looks at.</summary>
    Secret,

    Number,

    /// <summary>A number without a fraction.</summary>
    Whole,

    /// <summary>Yes or no.</summary>
    Toggle,

    Choice,

    /// <summary>Several scalars.</summary>
    List,

    /// <summary>Scalars, or lists of them, by names that the person gives.</summary>
    Map,

    /// <summary>Fields of its own.</summary>
    Group,

    /// <summary>Only YAML says it.</summary>
    Yaml,
}

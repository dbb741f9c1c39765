using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Core.Kubernetes;

/// <summary>A value of the file that knows its path ("users[2].user"), so that every refusal can name it.</summary>
internal abstract class KubeconfigNode(string path)
{
    public string Path { get; } = path;

    public KubeconfigMap AsMap() => this as KubeconfigMap ?? throw WrongType("a mapping of fields");

    public IReadOnlyList<KubeconfigNode> AsList() =>
        this is KubeconfigList list ? list.Items : IsNull ? [] : throw WrongType("a list");

    public string AsText() => this is KubeconfigScalar { IsText: true } scalar ? scalar.Value : throw WrongType("text; put it in quotes");

    public bool AsBoolean() => this is KubeconfigScalar { IsQuoted: false, Value: "true" or "false" } scalar ? scalar.Value == "true" : throw WrongType("true or false");

    public bool IsNull => this is KubeconfigScalar { IsNull: true };

    private Problems.ProblemException WrongType(string wanted) =>
        KubeconfigProblems.Refuse(Path, $"It has the wrong type; it must be {wanted}.", KubeconfigProblems.Flatten);
}

internal sealed class KubeconfigMap(string path, IReadOnlyDictionary<string, KubeconfigNode> fields, IReadOnlyDictionary<string, int> lines) : KubeconfigNode(path)
{
    public IEnumerable<string> Keys => fields.Keys;

    /// <summary>The field, or null when it is absent or null.</summary>
    public KubeconfigNode? Find(string key) => fields.TryGetValue(key, out var node) && !node.IsNull ? node : null;

    /// <summary>The text of the field; null when it is absent or empty.</summary>
    public string? FindText(string key) => Find(key)?.AsText() is { Length: > 0 } text ? text : null;

    public string PathOf(string key) => KubeconfigYaml.Join(Path, KubeconfigProblems.Key(key, lines.GetValueOrDefault(key)));
}

internal sealed class KubeconfigList(string path, IReadOnlyList<KubeconfigNode> items) : KubeconfigNode(path)
{
    public IReadOnlyList<KubeconfigNode> Items { get; } = items;
}

internal sealed partial class KubeconfigScalar(string path, string value, bool isQuoted) : KubeconfigNode(path)
{
    public string Value { get; } = value;

    public bool IsQuoted { get; } = isQuoted;

    public new bool IsNull => !IsQuoted && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Plain words that YAML reads as null, boolean, number or date are no text: kubectl refuses them too.</summary>
    public bool IsText => IsQuoted || !(IsNull || Typed().IsMatch(Value) || double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    [GeneratedRegex(@"^(true|false|yes|no|on|off|0x[0-9a-f]+|0o?[0-7]+|[-+]?\.(inf|nan))$", RegexOptions.IgnoreCase)]
    private static partial Regex Typed();
}

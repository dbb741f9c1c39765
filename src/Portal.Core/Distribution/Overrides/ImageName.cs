namespace Portal.Core.Distribution.Overrides;

/// <summary>A container image's name in its parts, as Karmada takes it apart.</summary>
/// <param name="Registry">Empty when the name has none.</param>
/// <param name="Tag">Or digest; empty when the name has neither.</param>
/// <param name="Digest">True when the tag is a digest.</param>
internal readonly record struct ImageName(string Registry, string Repository, string Tag, bool Digest)
{
    public static ImageName Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var registry = slash > 0 && text[..slash] is var first
            && (first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost") ? first : "";
        var rest = registry.Length > 0 ? text[(slash + 1)..] : text;
        if (rest.IndexOf('@', StringComparison.Ordinal) is > 0 and var at)
        {
            return new ImageName(registry, rest[..at], rest[(at + 1)..], true);
        }

        return rest.LastIndexOf(':') is > 0 and var colon && !rest[colon..].Contains('/', StringComparison.Ordinal)
            ? new ImageName(registry, rest[..colon], rest[(colon + 1)..], false)
            : new ImageName(registry, rest, "", false);
    }

    public ImageName With(ImageOverrider change) => change.Component switch
    {
        "Registry" => this with { Registry = Changed(Registry, change) },
        "Repository" => this with { Repository = Changed(Repository, change) },
        _ => this with { Tag = Changed(Tag, change), Digest = change.Operator == "add" ? Digest : change.Value?.Contains(':', StringComparison.Ordinal) == true },
    };

    public override string ToString() =>
        $"{(Registry.Length > 0 ? Registry + "/" : "")}{Repository}{(Tag.Length == 0 ? "" : (Digest ? "@" : ":") + Tag)}";

    private static string Changed(string part, ImageOverrider change) => change.Operator switch
    {
        "add" => part + change.Value,
        "remove" => "",
        _ => change.Value ?? "",
    };
}

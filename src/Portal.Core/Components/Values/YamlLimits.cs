namespace Portal.Core.Components.Values;

/// <summary>Bounds for YAML that somebody else wrote.</summary>
/// <param name="Characters">Of the whole text.</param>
/// <param name="Nodes">Scalars, mappings and sequences together.</param>
/// <param name="Depth">Of nesting.</param>
public sealed record YamlLimits(int Characters, int Nodes, int Depth)
{
    public static YamlLimits Catalog { get; } = new(256 * 1024, 20_000, 32);

    public static YamlLimits Values { get; } = new(256 * 1024, 20_000, 64);
}

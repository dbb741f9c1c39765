using System.Text.Json.Serialization;

namespace Portal.Core.Components.Profiles;

/// <summary>A named set of components, for all clusters of a fleet.</summary>
/// <param name="Name">A DNS label of at most 63 characters, unique among all profiles.</param>
/// <param name="Systems">Those that span its clusters; may be left out.</param>
public sealed record ProfileContent(
    string Name, string Title, string Description, IReadOnlyList<ProfileComponent> Components, IReadOnlyList<ProfileSystem>? Systems = null)
{
    /// <summary>Never null.</summary>
    [JsonIgnore]
    public IReadOnlyList<ProfileSystem> Spanning => Systems ?? [];

    /// <summary>Without what may be secret.</summary>
    internal ProfileContent WithoutSecrets() => this with
    {
        Components = [.. Components.Select(component => component with { Values = "" })],
        Systems = Systems?.Select(system => system with { Settings = "" }).ToList(),
    };

    /// <summary>Without values: they may hold secrets.</summary>
    public override string ToString() => $"ProfileContent {{ {Name}, Components = {Components.Count} }}";
}

/// <summary>One component of a profile.</summary>
/// <param name="Versions">A version, or a range as npm writes it; null for the newest, and for whatever is there.</param>
/// <param name="Values">YAML laid over the defaults; empty when the profile does not mind.</param>
public sealed record ProfileComponent(string Component, string? Versions = null, string Values = "")
{
    /// <summary>Without the values.</summary>
    public override string ToString() => $"ProfileComponent {{ {Component} {Versions} }}";

    /// <summary>True in a profile that is read back without its values.</summary>
    [JsonIgnore]
    public bool HasValues => Values.Length > 0;
}

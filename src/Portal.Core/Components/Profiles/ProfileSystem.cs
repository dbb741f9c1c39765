using System.Text.Json.Serialization;

namespace Portal.Core.Components.Profiles;

/// <summary>A system of a profile: one for the whole fleet, whose clusters have their roles by rule.</summary>
/// <param name="System">The name of the catalogue's entry.</param>
/// <param name="Roles">The first that fits a cluster is its role; a cluster that none fits is not in the system.</param>
/// <param name="Settings">YAML by the system's schema; empty when the profile does not mind.</param>
public sealed record ProfileSystem(string System, IReadOnlyList<ProfileRole> Roles, string Settings = "")
{
    /// <summary>True in a profile that is read back without its settings.</summary>
    [JsonIgnore]
    public bool HasSettings => Settings.Length > 0;

    /// <summary>Without the settings: they may hold secrets.</summary>
    public override string ToString() => $"ProfileSystem {{ {System}, Roles = {Roles.Count} }}";
}

/// <summary>Which clusters have a role: those that are named, or have all of the labels; without either, every one.</summary>
/// <param name="Role">One of the roles of the system's catalogue entry.</param>
public sealed record ProfileRole(string Role, IReadOnlyList<string>? Clusters = null, IReadOnlyDictionary<string, string>? Labels = null)
{
    /// <summary>True when it says nothing of the cluster, and so fits each.</summary>
    [JsonIgnore]
    public bool IsForAll => Clusters is null && Labels is null;

    public bool Fits(string cluster, IReadOnlyDictionary<string, string> labels) => IsForAll
        || Clusters?.Contains(cluster) == true
        || (Labels is { Count: > 0 } wanted && wanted.All(label => labels.GetValueOrDefault(label.Key) == label.Value));
}

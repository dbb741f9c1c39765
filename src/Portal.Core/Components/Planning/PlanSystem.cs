using System.Text.Json.Serialization;

namespace Portal.Core.Components.Planning;

/// <summary>What a person wants of a system of the catalogue.</summary>
public enum SystemWishKind
{
    /// <summary>A new one.</summary>
    Install,

    /// <summary>An installed one with other clusters, settings or parts; also brings back what is missing, and runs its steps again.</summary>
    Change,

    /// <summary>The newest versions of an installed one's parts.</summary>
    Upgrade,

    /// <summary>It shall not be there. What others need stays.</summary>
    Uninstall,
}

/// <summary>One system of a plan.</summary>
/// <param name="System">The name of the catalogue's entry.</param>
/// <param name="Kind">Install, Change, Upgrade or Uninstall.</param>
/// <param name="Id">The installed system's, for all but an install; the portal gives a new one its own.</param>
/// <param name="Members">All of its clusters: one that is left out is removed from it. Null to keep what is installed.</param>
/// <param name="Settings">YAML by the system's schema, at most 256 KiB; null to keep what is installed. A secret that is left out is kept.</param>
/// <param name="Parts">The optional parts that are wanted, and versions or values of any part; null to keep what is installed.</param>
public sealed record PlanSystem(
    string System,
    SystemWishKind Kind = SystemWishKind.Install,
    Guid? Id = null,
    IReadOnlyList<PlanMember>? Members = null,
    string? Settings = null,
    IReadOnlyList<PlanPart>? Parts = null)
{
    /// <summary>True in a plan that was read back, whose settings are kept apart and encrypted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasSettings { get; init; }

    /// <summary>
    /// For a change and an uninstall: a step that is taken back goes on where one side does not answer or does not let go, and
    /// what that leaves behind is listed.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Force { get; init; }

    /// <summary>Without settings and values: they may hold secrets.</summary>
    public override string ToString() => $"PlanSystem {{ {Kind} {System} {Id}, Clusters = {Members?.Count} }}";

    /// <summary>As it is stored: what may be secret is kept apart.</summary>
    internal PlanSystem WithoutSecrets() => this with
    {
        Settings = null,
        HasSettings = Settings is not null,
        Parts = Parts?.Select(part => part with { Values = null, HasValues = part.Values is not null }).ToList(),
    };
}

/// <param name="Role">One of the roles of the system's catalogue entry.</param>
/// <param name="Network">Clusters of one network reach each other's pods directly; null for one of its own.</param>
public sealed record PlanMember(Guid ClusterId, string Role, string? Network = null);

/// <summary>A part of a system on all of its clusters that have it.</summary>
/// <param name="Version">A version of the component's entry; null for what is installed if it fits, else the newest that fits.</param>
/// <param name="Values">YAML laid over what the system says, at most 256 KiB; null to keep what is installed.</param>
public sealed record PlanPart(string Component, string? Version = null, string? Values = null)
{
    /// <summary>True in a plan that was read back, whose values are kept apart and encrypted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasValues { get; init; }

    /// <summary>Without the values: they may hold secrets.</summary>
    public override string ToString() => $"PlanPart {{ {Component} {Version} }}";
}

using System.Text.Json.Serialization;

namespace Portal.Core.Components.Planning;

/// <summary>What a person asks to be planned.</summary>
/// <param name="Items">Up to 200; together at most 2,000 pairs of component and cluster. May be empty where systems are asked for.</param>
/// <param name="Roles">What clusters are to systems that span several; may be left out: members of systems have theirs.</param>
/// <param name="Systems">Up to 20; may be left out.</param>
public sealed record PlanRequest(IReadOnlyList<PlanItem> Items, IReadOnlyList<PlanRole>? Roles = null, IReadOnlyList<PlanSystem>? Systems = null)
{
    /// <summary>As it is stored: what may be secret is kept apart.</summary>
    internal PlanRequest WithoutSecrets() => this with
    {
        Items = [.. Items.Select(item => item with { Values = null, HasValues = item.Values is not null })],
        Systems = Systems?.Select(system => system.WithoutSecrets()).ToList(),
    };
}

/// <summary>One component on some clusters.</summary>
/// <param name="Kind">Install, Upgrade or Uninstall.</param>
/// <param name="Version">A version of the catalogue entry; null for what is installed if it fits, else the newest that fits.</param>
/// <param name="Values">YAML laid over the defaults, at most 256 KiB; null to keep what is installed.</param>
public sealed record PlanItem(
    string Component, IReadOnlyList<Guid> ClusterIds, WishKind Kind = WishKind.Install, string? Version = null, string? Values = null)
{
    /// <summary>True in a plan that was read back, whose values are kept apart and encrypted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasValues { get; init; }

    /// <summary>Without the values: they may hold secrets.</summary>
    public override string ToString() => $"PlanItem {{ {Kind} {Component}, Clusters = {ClusterIds.Count} }}";
}

/// <param name="Role">"system/role", as requirements in the catalogue name it: "istio/primary".</param>
public sealed record PlanRole(Guid ClusterId, string Role);

using Portal.Core.Components.Systems;

namespace Portal.Core.Components.Planning;

/// <summary>What is asked of one system, as the expansion sees it.</summary>
/// <param name="Model">As it shall be: its members without those that leave.</param>
public sealed record SystemWish(SystemWishKind Kind, SystemModel Model)
{
    /// <summary>Clusters that it is to be removed from.</summary>
    public IReadOnlyList<SystemMember> Leaving { get; init; } = [];

    /// <summary>Clusters of it that stay as they are, because the plan can do nothing there.</summary>
    public IReadOnlyList<SystemMember> Untouched { get; init; } = [];

    /// <summary>Steps are taken back where a side is gone, too.</summary>
    public bool Force { get; init; }

    /// <summary>The clusters that have their role now, by cluster and role.</summary>
    public IReadOnlySet<(Guid ClusterId, string Role)> Installed { get; init; } = new HashSet<(Guid ClusterId, string Role)>();

    /// <summary>Versions that are asked for, by component.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>What is known of parts beyond the clusters' facts.</summary>
    public IReadOnlyDictionary<PlanTarget, PartFacts> Parts { get; init; } = new Dictionary<PlanTarget, PartFacts>();

    /// <summary>Never the settings.</summary>
    public override string ToString() => $"SystemWish {{ {Kind} {Model.Catalog.Name} }}";

    internal PartFacts Part(PlanTarget target) => Parts.GetValueOrDefault(target) ?? PartFacts.None;
}

/// <summary>What is known of a part of a system on a cluster.</summary>
/// <param name="NewValues">True when its values, those that systems say among them, are not what is installed.</param>
/// <param name="Off">Conditions of requirements that do not hold with its values; null for those of the default values.</param>
/// <param name="Stays">True when it is not the system's to remove: it was there before, or another system has it.</param>
public sealed record PartFacts(bool NewValues = false, IReadOnlySet<string>? Off = null, bool Stays = false)
{
    public static PartFacts None { get; } = new();
}

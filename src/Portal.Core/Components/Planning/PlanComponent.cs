using Portal.Core.Components.Catalog;

namespace Portal.Core.Components.Planning;

/// <summary>What the resolver must know of a catalogue entry.</summary>
public sealed record PlanComponent
{
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>Newest first; never empty.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>A range of Kubernetes versions as npm writes it, or null for any.</summary>
    public string? Kubernetes { get; init; }

    public IReadOnlyList<PlanRequirement> Requirements { get; init; } = [];

    /// <summary>What cannot be on the same cluster.</summary>
    public IReadOnlyList<PlanConflict> Conflicts { get; init; } = [];

    /// <summary>What goes first when both are in one plan, and is done without otherwise.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Which versions an upgrade may leave out.</summary>
    public UpgradeRules Upgrade { get; init; } = new();

    /// <summary>Conditions of <see cref="Requirements"/> and <see cref="DisjointBy"/> that do not hold with the default values.</summary>
    public IReadOnlySet<string> Off { get; init; } = new HashSet<string>();

    /// <summary>What its pods ask for in all, or null when that is not known.</summary>
    public PlanCapacity? Capacity { get; init; }

    /// <summary>How many nodes its pods must be spread over.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>
    /// True for a step of a system: it has one version that says nothing, is run where a component would be installed, and
    /// undone where one would be uninstalled.
    /// </summary>
    public bool IsStep { get; init; }

    /// <summary>True where the clusters that have it must not share addresses of pods or services.</summary>
    public bool NeedsDisjointNetworks { get; init; }

    /// <summary>The condition on the values under which it needs them; null for always.</summary>
    public string? DisjointBy { get; init; }
}

/// <summary>Another component that must be there first.</summary>
/// <param name="Versions">A range as npm writes it, or null for any.</param>
/// <param name="Role">Null for the same cluster; else the role of the cluster where it must be: "istio/primary".</param>
/// <param name="EnabledBy">The condition on the values under which it is needed; null for always.</param>
public sealed record PlanRequirement(string Component, string? Versions = null, string? Role = null, string? EnabledBy = null)
{
    /// <summary>The cluster where it must be, where a system says so; else null.</summary>
    public Guid? ClusterId { get; init; }
}

/// <param name="Versions">The range that does not go together; null for every version.</param>
/// <param name="Why">A sentence, or empty.</param>
public sealed record PlanConflict(string Component, string? Versions = null, string Why = "");

/// <param name="Cpu">Thousandths of a core.</param>
/// <param name="Memory">Bytes.</param>
public sealed record PlanCapacity(long Cpu, long Memory);

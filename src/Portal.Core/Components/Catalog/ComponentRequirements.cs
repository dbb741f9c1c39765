using k8s.Models;

namespace Portal.Core.Components.Catalog;

/// <summary>What must be so before a component is installed.</summary>
public sealed record ComponentRequirements
{
    /// <summary>A range as npm writes it, or null for any.</summary>
    public string? Kubernetes { get; init; }

    public IReadOnlyList<ComponentDependency> Components { get; init; } = [];

    /// <summary>Entries that go first when both are wanted, and that it does without.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Definitions that must be there, whoever brought them.</summary>
    public IReadOnlyList<string> Crds { get; init; } = [];

    /// <summary>Group and version that the API server must serve: "policy/v1".</summary>
    public IReadOnlyList<string> Apis { get; init; } = [];

    /// <summary>What it needs of a cluster's nodes, or null when that is not known.</summary>
    public ComponentCapacity? Capacity { get; init; }

    public NetworkRequirement? Networks { get; init; }

    /// <summary>The condition on the values under which <see cref="Networks"/> holds; null for always.</summary>
    public string? NetworksEnabledBy { get; init; }
}

/// <param name="Versions">A range as npm writes it, or null for any.</param>
/// <param name="Role">"system/role": it must be on the cluster that has this role; null for the same cluster.</param>
/// <param name="EnabledBy">The condition on the values under which it is needed; null for always.</param>
public sealed record ComponentDependency(string Name, string? Versions = null, string? Role = null, string? EnabledBy = null);

/// <summary>What the pods of a component ask for in all with its default values.</summary>
public sealed record ComponentCapacity
{
    /// <summary>As Kubernetes writes it: "500m".</summary>
    public string Cpu { get; init; } = "0";

    /// <summary>As Kubernetes writes it: "2Gi".</summary>
    public string Memory { get; init; } = "0";

    /// <summary>How many nodes its pods must be spread over.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Thousandths of a core.</summary>
    public long MilliCpu => (long)(new ResourceQuantity(Cpu).ToDecimal() * 1000);

    public long MemoryBytes => (long)new ResourceQuantity(Memory).ToDecimal();
}

public enum NetworkRequirement
{
    /// <summary>The clusters that have it must not share addresses of pods or services.</summary>
    Disjoint,
}

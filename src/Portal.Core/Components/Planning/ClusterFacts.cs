using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>What the resolver must know of a cluster. Null means "not known": a rule that needs it is not applied.</summary>
public sealed record ClusterFacts
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public string? KubernetesVersion { get; init; }

    /// <summary>What it is to the systems that span clusters: "istio/primary", "submariner/broker".</summary>
    public IReadOnlySet<string> Roles { get; init; } = new HashSet<string>();

    public IReadOnlyList<InstalledRelease> Installed { get; init; } = [];

    /// <summary>What is left of the nodes' allocatable after the requests of the pods that run.</summary>
    public PlanCapacity? Free { get; init; }

    /// <summary>How many of its nodes are ready.</summary>
    public int? Nodes { get; init; }

    /// <summary>Address ranges of pods and services, in CIDR form.</summary>
    public IReadOnlyList<string> PodNetworks { get; init; } = [];

    public IReadOnlyList<string> ServiceNetworks { get; init; } = [];

    /// <summary>Why nothing can be changed on it now (it is leaving, it does not answer), or null.</summary>
    public Problem? Unusable { get; init; }

    /// <summary>What is in the way of an install or upgrade: somebody else's release or definitions, a missing right, ….</summary>
    public IReadOnlyList<PlanObstacle> Obstacles { get; init; } = [];
}

/// <summary>Something in a cluster that would make a change of a component fail.</summary>
public sealed record PlanObstacle(string Component, Problem Problem);

/// <summary>How much of a release is there.</summary>
public enum InstalledState
{
    /// <summary>Installed and not known to have failed.</summary>
    Sound,

    /// <summary>There, but its last change failed.</summary>
    Broken,

    /// <summary>Its first install failed: nothing of it can be counted on.</summary>
    NeverDone,

    /// <summary>An operation on it is queued or running.</summary>
    Changing,
}

/// <param name="Off">Conditions of requirements that do not hold with its values; null for those of the default values.</param>
public sealed record InstalledRelease(
    string Component, string Version, InstalledState State = InstalledState.Sound, IReadOnlySet<string>? Off = null);

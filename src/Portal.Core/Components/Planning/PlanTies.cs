namespace Portal.Core.Components.Planning;

/// <summary>What ties targets of a plan to each other beyond what the catalogue's entries say: the systems that they are parts of.</summary>
public sealed record PlanTies(IReadOnlyList<PlanLink> Links, IReadOnlyList<PlanFamily> Families)
{
    public static PlanTies None { get; } = new([], []);
}

/// <summary>One target needs another: installed after it, removed before it.</summary>
public sealed record PlanLink(PlanTarget Dependent, PlanTarget Provider);

/// <summary>Targets that must have one version.</summary>
/// <param name="Name">What asks for it: "Istio multi-cluster".</param>
public sealed record PlanFamily(string Name, IReadOnlyList<PlanTarget> Targets);

using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>
/// What can be done of a wish, in order, and why the rest cannot. What is refused is not among the changes, nor is
/// anything that only it asked for: the changes can be applied as they are.
/// </summary>
/// <param name="Changes">By wave, then cluster, then component. Acyclic, and closed: every id in Needs is here.</param>
/// <param name="Refusals">Every reason, not just the first; empty when all of the wish can be done.</param>
public sealed record ComponentPlan(IReadOnlyList<PlannedChange> Changes, IReadOnlyList<PlanRefusal> Refusals)
{
    /// <summary>True when nothing has to be done: what was asked for is so already, or is refused.</summary>
    public bool ChangesNothing => Changes.All(change => change.Kind == ChangeKind.Keep);
}

/// <summary>A reason why a component cannot be changed on a cluster. The others are not held up by it.</summary>
/// <param name="Component">The catalogue name, or null when the cluster as a whole is refused.</param>
/// <param name="Follows">True when it is refused only because something that it needs is.</param>
public sealed record PlanRefusal(Guid ClusterId, string ClusterName, string? Component, Problem Problem, bool Follows = false);

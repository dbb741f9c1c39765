namespace Portal.Core.Components.Planning;

/// <summary>A component that shall be on a cluster when the plan is done: wished for, or needed by what is.</summary>
internal sealed class PlanNode(PlanTarget target, PlanComponent component, PlanWish? wish)
{
    public PlanTarget Target => target;

    public PlanComponent Component => component;

    /// <summary>Null when only others need it.</summary>
    public PlanWish? Wish => wish;

    /// <summary>What it needs, and where that is.</summary>
    public List<(PlanRequirement Requirement, PlanNode Provider)> Needs { get; } = [];

    /// <summary>Who of this plan needs it, and how.</summary>
    public List<(PlanRequirement Requirement, PlanNode Dependent)> NeededBy { get; } = [];

    /// <summary>The versions that it goes through, the last of them the wanted one; empty when it stays as it is, or fails.</summary>
    public IReadOnlyList<string> Steps { get; set; } = [];

    /// <summary>What will be there at the end; null when no version fits.</summary>
    public string? Version { get; set; }

    public bool Changes => Steps.Count > 0;
}

using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>A plan's own page.</summary>
/// <param name="Request">Without values.</param>
/// <param name="UsualDuration">Along the longest way through the plan, as far as is known; null when nothing is.</param>
/// <param name="Failure">Null unless the state is Failed.</param>
public sealed record ComponentPlanDetail(
    Guid Id,
    PlanState State,
    string ActorName,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    PlanRequest Request,
    IReadOnlyList<PlannedChangeView> Changes,
    IReadOnlyList<PlanRefusal> Refusals,
    TimeSpan? UsualDuration,
    Problem? Failure);

/// <param name="UsualDuration">The median of the last 20 that succeeded of this kind and component; null when there was none.</param>
/// <param name="Manifest">Null where it could not be worked out, or nothing is done.</param>
public sealed record PlannedChangeView(PlannedChange Change, TimeSpan? UsualDuration, ManifestSummary? Manifest);

/// <summary>A row of what a change does to the objects of its cluster.</summary>
public sealed record PlannedObjectView(int Ordinal, string ApiVersion, string Kind, string Namespace, string Name, ObjectAction Action, string Note);

/// <param name="Diff">Unified; what is secret is blanked out.</param>
public sealed record PlannedObjectDiff(PlannedObjectView Item, string Diff);

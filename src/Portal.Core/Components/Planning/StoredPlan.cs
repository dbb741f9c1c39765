using Portal.Core.Problems;

namespace Portal.Core.Components.Planning;

/// <summary>How far a plan is.</summary>
public enum PlanState
{
    /// <summary>A worker asks the clusters.</summary>
    Checking,

    /// <summary>It can be looked at, and applied until it expires.</summary>
    Ready,

    /// <summary>It could not be made; the problem says why.</summary>
    Failed,
}

/// <summary>A plan as its row. Nothing in it is secret: values are encrypted.</summary>
public sealed class StoredPlan : ICheckedRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid ActorId { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>After it the plan is not applied any more: the clusters may have changed.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    public PlanState State { get; set; } = PlanState.Checking;

    /// <summary>Without values.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>The values of the request's items, in their order, as a JSON array (null where none are given), encrypted.</summary>
    public byte[]? ProtectedValues { get; init; }

    /// <summary>Null until <see cref="PlanState.Ready"/>.</summary>
    public PlanResult? Result { get; set; }

    /// <summary>Null unless <see cref="PlanState.Failed"/>.</summary>
    public Problem? Failure { get; set; }

    /// <summary>A worker has it until then, by the database's clock.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }
}

/// <summary>What came of the checks.</summary>
/// <param name="Durations">What each change usually takes, in seconds; no entry where nothing like it has succeeded yet.</param>
/// <param name="Manifests">What changes in the clusters, by change; no entry where that could not be worked out.</param>
/// <param name="Systems">What is left of each system after the refusals; null for none.</param>
public sealed record PlanResult(
    ComponentPlan Plan,
    IReadOnlyDictionary<string, double> Durations,
    IReadOnlyDictionary<string, ManifestSummary> Manifests,
    IReadOnlyList<PlannedSystem>? Systems = null);

/// <summary>The clusters of a system that a plan changes.</summary>
/// <param name="Members">Those that it is put on, or kept on.</param>
/// <param name="Leaving">Those that it is removed from.</param>
public sealed record PlannedSystem(Guid Id, IReadOnlyList<PlanMember> Members, IReadOnlyList<PlanMember> Leaving)
{
    /// <summary>What is left of a wish.</summary>
    public static PlannedSystem Of(SystemWish wish) => new(
        wish.Model.Id,
        [.. wish.Model.Members.Select(member => new PlanMember(member.ClusterId, member.Role, member.Network == member.ClusterName ? null : member.Network))],
        [.. wish.Leaving.Select(member => new PlanMember(member.ClusterId, member.Role))]);
}

/// <summary>What a change does to the objects of a cluster.</summary>
/// <param name="Note">Why the figures are not the whole truth, or null.</param>
public sealed record ManifestSummary(int Created, int Changed, int Removed, int Unchanged, string? Note = null);

/// <summary>What a change does to one object.</summary>
public enum ObjectAction
{
    Create,
    Change,
    Remove,
    Keep,
}

/// <summary>One object that a change touches.</summary>
public sealed class PlannedObject
{
    public required Guid PlanId { get; init; }

    public required string ChangeId { get; init; }

    /// <summary>From 0, in the order of the manifest; removed ones last.</summary>
    public required int Ordinal { get; init; }

    public required string ApiVersion { get; init; }

    public required string Kind { get; init; }

    /// <summary>Empty for what belongs to no namespace.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required ObjectAction Action { get; init; }

    /// <summary>What the cluster said of it, or why it was not asked; else empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>A unified diff of its fields; what is secret is blanked out. Empty when it stays as it is.</summary>
    public string Diff { get; init; } = "";
}

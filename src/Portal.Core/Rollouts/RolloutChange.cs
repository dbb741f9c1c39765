using System.Text.Json;

namespace Portal.Core.Rollouts;

/// <summary>One change of one cluster as a part of a rollout. Its work is an operation of its own, made when its turn comes.</summary>
public sealed class RolloutChange
{
    /// <summary>The rollout: the parent operation's id.</summary>
    public required Guid RolloutId { get; init; }

    /// <summary>From 0, in the order of the plan.</summary>
    public required int Ordinal { get; init; }

    public required Guid ClusterId { get; init; }

    /// <summary>The name at the time, so that the record outlives the cluster.</summary>
    public required string ClusterName { get; init; }

    /// <summary>What it changes there: a component's name.</summary>
    public required string Subject { get; init; }

    /// <summary>The kind of its operation, one of <see cref="Operations.OperationKinds"/>.</summary>
    public required string Kind { get; init; }

    public required RolloutStage Stage { get; init; }

    /// <summary>The wave in which it has its turn; 0 in a rollout without waves.</summary>
    public int Wave { get; init; }

    /// <summary>The ordinals of the changes that must have succeeded before this one starts.</summary>
    public int[] Needs { get; init; } = [];

    /// <summary>What its feature needs to know to start and to take back the change. Holds no secret.</summary>
    public JsonDocument? Parameters { get; set; }

    /// <summary>The values that the person gave, encrypted; null when there are none.</summary>
    public byte[]? ProtectedValues { get; init; }

    public RolloutChangeState State { get; set; } = RolloutChangeState.Waiting;

    /// <summary>Given before the operation is made: a worker that dies in between makes no second one.</summary>
    public required Guid OperationId { get; set; }

    /// <summary>Why it failed or was skipped, in words.</summary>
    public string Reason { get; set; } = "";
}

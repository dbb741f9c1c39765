using System.Text.Json;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Operations;

/// <summary>One change of a cluster (join, leave, install, …): who, what, where, how far, and how it ended.</summary>
public sealed class Operation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>One of <see cref="OperationKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What must not be changed by two operations at once: "cluster/{id}".</summary>
    public required string TargetKey { get; init; }

    /// <summary>The target's name at the time, so that the record outlives the target.</summary>
    public required string TargetName { get; init; }

    public Guid? ClusterId { get; init; }

    public Guid? FleetId { get; init; }

    /// <summary>The component's name for component operations.</summary>
    public string? Component { get; init; }

    /// <summary>What the steps need to know. Holds no secret: a test looks.</summary>
    public JsonDocument? Parameters { get; init; }

    /// <summary>What came of it: the receipt of a leave, the notes of an install. Holds no secret.</summary>
    public JsonDocument? Result { get; set; }

    public OperationState State { get; set; } = OperationState.Queued;

    public required Guid ActorId { get; init; }

    public required string ActorName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How long the operation may run in all, counted from its (re)start.</summary>
    public required TimeSpan TimeLimit { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; set; }

    public string? CancelRequestedBy { get; set; }

    /// <summary>How often the operation was started by a person: 1, and one more each retry.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>What failed, why, and what to do; null unless failed.</summary>
    public string? ErrorWhat { get; set; }

    public string? ErrorWhy { get; set; }

    public string? ErrorRemedy { get; set; }

    /// <summary>The worker that holds the lease ("host/pid/guid"), or null.</summary>
    public string? LeaseOwner { get; set; }

    /// <summary>Grows with each lease: a worker writes only under the generation it was given (fencing).</summary>
    public long LeaseGeneration { get; set; }

    /// <summary>By the database's clock, which all workers share.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>Set when a job was enqueued for it; the dispatcher enqueues what has none, or whose lease ran out.</summary>
    public DateTimeOffset? EnqueuedAt { get; set; }

    public List<OperationStep> Steps { get; init; } = [];

    /// <summary>Of a rollout, in place of steps; else empty.</summary>
    public List<RolloutChange> Changes { get; init; } = [];

    /// <summary>Of a rollout in waves; else empty.</summary>
    public List<RolloutWave> Waves { get; init; } = [];
}

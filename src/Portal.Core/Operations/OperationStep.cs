using System.Text.Json;

namespace Portal.Core.Operations;

/// <summary>A step of an operation, in the order of <see cref="Ordinal"/>.</summary>
public sealed class OperationStep
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid OperationId { get; init; }

    /// <summary>0, 1, 2, …</summary>
    public required int Ordinal { get; init; }

    /// <summary>One of <see cref="StepNames"/>: the key under which Jobs registers the step, and of its words in the pages.</summary>
    public required string Name { get; init; }

    public StepState State { get; set; } = StepState.Pending;

    public int Attempts { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How long one attempt may take.</summary>
    public required TimeSpan TimeLimit { get; init; }

    /// <summary>What the step has got done so far, so that a resumed step does not do it twice. Holds no secret.</summary>
    public JsonDocument? Checkpoint { get; set; }

    /// <summary>One line for the timeline: "3 of 3 workloads ready", or why it failed.</summary>
    public string Message { get; set; } = "";
}

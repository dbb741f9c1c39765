using System.Text.Json;

namespace Portal.Core.Operations;

/// <summary>Which operations.</summary>
public sealed record OperationQuery
{
    public IReadOnlyList<OperationState> States { get; init; } = [];

    public IReadOnlyList<string> Kinds { get; init; } = [];

    public Guid? ClusterId { get; init; }

    public Guid? FleetId { get; init; }

    public string? Component { get; init; }

    /// <summary>Matched in target, component and actor, without case.</summary>
    public string Search { get; init; } = "";

    /// <summary><see cref="Data.Page{T}.Next"/> of the page before.</summary>
    public string? After { get; init; }

    /// <summary>1 to 200.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>A row of the list.</summary>
/// <param name="StepsDone">Succeeded or skipped; of a rollout, changes that have ended.</param>
public sealed record OperationSummary(
    Guid Id,
    string Kind,
    string TargetName,
    Guid? ClusterId,
    string? Component,
    OperationState State,
    string ActorName,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    int StepsDone,
    int Steps,
    string? CurrentStep,
    string? ErrorWhat,
    bool CancelRequested);

/// <summary>An operation's own page.</summary>
/// <param name="Blocker">The operation that this queued one waits for, or null.</param>
/// <param name="UsualDuration">The median of the last 20 succeeded ones of this kind and component, or null.</param>
/// <param name="NeedsCredential">True when a retry needs the kubeconfig again.</param>
public sealed record OperationDetail(
    OperationSummary Summary,
    IReadOnlyList<OperationStepView> Steps,
    string? ErrorWhy,
    string? ErrorRemedy,
    OperationSummary? Blocker,
    TimeSpan? UsualDuration,
    TimeSpan TimeLimit,
    int Attempt,
    JsonDocument? Result,
    string? CancelRequestedBy,
    bool NeedsCredential);

public sealed record OperationStepView(
    int Ordinal,
    string Name,
    StepState State,
    int Attempts,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    TimeSpan TimeLimit,
    string Message);

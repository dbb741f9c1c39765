using System.Text.Json.Nodes;
using Portal.Core.Access;

namespace Portal.Core.Components.Systems;

/// <summary>The installed systems. They are changed by plans. Every method checks the actor's rights and throws ProblemException.</summary>
public interface ISystems
{
    /// <summary>The eldest first.</summary>
    Task<IReadOnlyList<SystemDetail>> ListAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound.</summary>
    Task<SystemDetail> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}

/// <summary>An installed system with its clusters and what its steps have come to.</summary>
/// <param name="System">The name of the catalogue's entry.</param>
/// <param name="Settings">Without what is secret.</param>
/// <param name="Options">The optional parts that were chosen.</param>
/// <param name="LastOperationId">The rollout that changed it last.</param>
public sealed record SystemDetail(
    Guid Id,
    string System,
    string Title,
    SystemState State,
    string StateReason,
    DateTimeOffset StateSince,
    Guid? FleetId,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    Guid? LastOperationId,
    JsonObject Settings,
    IReadOnlyList<string> Options,
    IReadOnlyList<SystemMemberView> Members,
    IReadOnlyList<SystemStepView> Steps);

public sealed record SystemMemberView(Guid ClusterId, string ClusterName, string Role, string Network, SystemMemberState State);

/// <param name="DoneAt">When it was done last; null when it never was.</param>
/// <param name="Problem">Why the last run did not end well; else empty.</param>
public sealed record SystemStepView(Guid ClusterId, string Step, string Title, DateTimeOffset? DoneAt, DateTimeOffset RunAt, string Problem);

using System.Text.Json.Nodes;
using Portal.Core.Operations;

namespace Portal.Core.Components.Systems;

/// <summary>A system as the catalogue offers it.</summary>
/// <param name="Settings">A JSON schema of what is given once for the whole system, or null. What is secret in it has writeOnly.</param>
/// <param name="HasNetworks">True where it matters which clusters share a network.</param>
/// <param name="Installed">How many of it there are.</param>
public sealed record SystemOffer(
    string Name,
    string Title,
    string Description,
    string Category,
    string Docs,
    JsonObject? Settings,
    IReadOnlyList<SystemRoleOffer> Roles,
    IReadOnlyList<string> Steps,
    bool HasNetworks,
    int Installed);

/// <param name="Min">How many clusters have the role at least.</param>
/// <param name="Max">Null for any number.</param>
public sealed record SystemRoleOffer(string Name, string Title, string Scope, int Min, int? Max, IReadOnlyList<SystemPartOffer> Parts);

/// <param name="Optional">True where the person chooses.</param>
public sealed record SystemPartOffer(string Component, string Title, bool Optional);

/// <summary>An installed system with its clusters and what its steps have come to.</summary>
/// <param name="System">The name of the catalogue's entry.</param>
/// <param name="FleetName">Empty where its clusters are of several fleets.</param>
/// <param name="LastOperationId">The rollout that changed it last.</param>
/// <param name="Settings">Without what is secret.</param>
/// <param name="Options">The optional parts that were chosen.</param>
/// <param name="Outputs">What its steps have left, by name alone: the texts are secret.</param>
/// <param name="Operations">The latest first.</param>
public sealed record SystemDetail(
    Guid Id,
    string System,
    string Title,
    SystemState State,
    string StateReason,
    DateTimeOffset StateSince,
    Guid? FleetId,
    string FleetName,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    Guid? LastOperationId,
    JsonObject Settings,
    IReadOnlyList<string> Options,
    IReadOnlyList<SystemMemberView> Members,
    IReadOnlyList<SystemStepView> Steps,
    IReadOnlyList<SystemOutputView> Outputs,
    IReadOnlyList<OperationSummary> Operations);

/// <summary>A cluster in a role of a system.</summary>
/// <param name="Network">Clusters of one network reach each other's pods directly.</param>
/// <param name="Reason">What is not as it should be there; empty when nothing is.</param>
public sealed record SystemMemberView(
    Guid ClusterId,
    string ClusterName,
    string Role,
    string RoleTitle,
    string Network,
    SystemMemberState State,
    string Reason,
    IReadOnlyList<SystemPartView> Parts)
{
    /// <summary>True when nothing is left to be done or mended there.</summary>
    public bool IsReady => State == SystemMemberState.Active && Reason.Length == 0 && Parts.All(part => part.State == ReleaseState.Ready);
}

/// <summary>A part of a member.</summary>
/// <param name="Version">Null while it is not installed.</param>
/// <param name="State">Null while it is not installed.</param>
public sealed record SystemPartView(string Component, string Title, string? Version, ReleaseState? State, string StateReason);

/// <summary>A step on a cluster.</summary>
/// <param name="Follows">True when it is run again once what it reads has changed.</param>
/// <param name="DoneAt">When it was done last; null when it never was.</param>
/// <param name="RunAt">When it was run last, done or not.</param>
/// <param name="Words">What it waits for, or why its last run did not end well; else empty.</param>
/// <param name="OperationId">Its operation, while that is queued or runs.</param>
public sealed record SystemStepView(
    Guid ClusterId,
    string ClusterName,
    string Step,
    string Title,
    bool Follows,
    SystemStepState State,
    DateTimeOffset? DoneAt,
    DateTimeOffset? RunAt,
    string Words,
    Guid? OperationId);

/// <summary>How far a step is on a cluster.</summary>
public enum SystemStepState
{
    /// <summary>It has not been run yet.</summary>
    Pending,

    /// <summary>It is queued, runs, or waits for what is not there yet.</summary>
    Running,

    Done,

    Failed,
}

/// <param name="ClusterName">Empty for what belongs to the system as a whole.</param>
/// <param name="UpdatedAt">When it changed last.</param>
public sealed record SystemOutputView(string ClusterName, string Step, string Name, DateTimeOffset UpdatedAt);

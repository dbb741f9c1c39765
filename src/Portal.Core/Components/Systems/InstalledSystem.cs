using Portal.Core.Clusters;

namespace Portal.Core.Components.Systems;

/// <summary>A system of the catalogue as somebody has it: on these clusters, with these settings.</summary>
public sealed class InstalledSystem
{
    /// <summary>Given with the plan, so that a plan that is applied twice makes one.</summary>
    public required Guid Id { get; init; }

    /// <summary>The name of the catalogue's entry.</summary>
    public required string System { get; init; }

    /// <summary>The fleet of all its clusters, or null where they are of several.</summary>
    public Guid? FleetId { get; set; }

    /// <summary>What the person gave for the whole system, as JSON, encrypted: object stores have passwords. Null when nothing was given.</summary>
    public byte[]? ProtectedSettings { get; set; }

    /// <summary>The optional parts that were chosen.</summary>
    public List<string> Options { get; set; } = [];

    /// <summary>What the last change found, to return to when it is taken back: see <see cref="SystemBefore"/>. Encrypted; null when there is none.</summary>
    public byte[]? ProtectedBefore { get; set; }

    public SystemState State { get; set; }

    public string StateReason { get; set; } = "";

    public DateTimeOffset StateSince { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>The rollout that changed it last.</summary>
    public Guid? LastOperationId { get; set; }

    public List<InstalledSystemMember> Members { get; init; } = [];
}

/// <summary>A cluster in an installed system.</summary>
public sealed class InstalledSystemMember
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SystemId { get; init; }

    public required Guid ClusterId { get; init; }

    public Cluster? Cluster { get; init; }

    /// <summary>One of the roles of the catalogue's entry.</summary>
    public required string Role { get; init; }

    /// <summary>Empty for a network of its own, called as the cluster.</summary>
    public required string Network { get; set; }

    public SystemMemberState State { get; set; }
}

/// <summary>What one step has come to on one cluster. No row: it has not been run, or is undone.</summary>
public sealed class SystemStepRecord
{
    public required Guid SystemId { get; init; }

    public required Guid ClusterId { get; init; }

    /// <summary>One of <see cref="Catalog.SystemSteps"/>.</summary>
    public required string Step { get; init; }

    /// <summary>When it was done last; null when it never was.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>When it was run last, done or not.</summary>
    public DateTimeOffset RunAt { get; set; }

    /// <summary>Why the last run did not end well; else empty.</summary>
    public string Problem { get; set; } = "";
}

/// <summary>A text that a step left: see <see cref="ISystemOutputs"/>.</summary>
public sealed class SystemOutput
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid SystemId { get; init; }

    /// <summary><see cref="Guid.Empty"/> for what belongs to the system as a whole.</summary>
    public required Guid ClusterId { get; init; }

    public required string Step { get; init; }

    public required string Name { get; init; }

    public required byte[] ProtectedText { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What the portal says of a system. The same words in the pages and in the API.</summary>
public enum SystemState
{
    Installing,

    Changing,

    Ready,

    /// <summary>The last change did not succeed.</summary>
    Failed,

    Uninstalling,
}

/// <summary>How far a cluster is in a system.</summary>
public enum SystemMemberState
{
    /// <summary>It was asked for, and its first change has not succeeded yet.</summary>
    Joining,

    Active,

    /// <summary>What the system has there is being removed.</summary>
    Leaving,
}

/// <summary>A system's wish before its last change.</summary>
/// <param name="Settings">JSON, or null when nothing was given.</param>
/// <param name="Networks">By the member's row.</param>
internal sealed record SystemBefore(string? Settings, IReadOnlyList<string> Options, IReadOnlyDictionary<Guid, string> Networks);

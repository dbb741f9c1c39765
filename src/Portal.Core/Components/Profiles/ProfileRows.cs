namespace Portal.Core.Components.Profiles;

/// <summary>A profile that somebody made. Those of the catalogue are files.</summary>
public sealed class StoredProfile
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Name { get; init; }

    public required string Title { get; set; }

    public required string Description { get; set; }

    /// <summary>Without values.</summary>
    public required List<ProfileComponent> Components { get; set; }

    /// <summary>Without settings.</summary>
    public List<ProfileSystem> Systems { get; set; } = [];

    /// <summary>The components' values in their order, then the systems' settings in theirs, as a JSON array, encrypted.</summary>
    public byte[]? ProtectedValues { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>PostgreSQL's xmin: the optimistic-concurrency token.</summary>
    public uint Version { get; set; }
}

/// <summary>The profile that a fleet has.</summary>
public sealed class FleetProfile
{
    public required Guid FleetId { get; init; }

    public required string Profile { get; set; }

    /// <summary>Whether a cluster that leaves the fleet is cleaned of what the profile brought.</summary>
    public required bool CleanUp { get; set; }

    public required DateTimeOffset At { get; set; }

    public required string By { get; set; }
}

/// <summary>How far a cluster is with its fleet's profile.</summary>
public enum ProfileStage
{
    /// <summary>It was in the fleet when the profile came: a person plans for it.</summary>
    Known,

    /// <summary>It has joined: the clusters are asked.</summary>
    Planning,

    /// <summary>The plan is being applied.</summary>
    Applying,

    Done,

    /// <summary>A part was refused or has failed: the reason says which.</summary>
    Failed,

    /// <summary>It has left the fleet: what the profile brought is removed.</summary>
    Cleaning,
}

/// <summary>A cluster under a fleet's profile.</summary>
public sealed class ProfileMember
{
    public required Guid ClusterId { get; init; }

    public required Guid FleetId { get; init; }

    public required string Profile { get; init; }

    public bool CleanUp { get; set; }

    public ProfileStage Stage { get; set; }

    /// <summary>The plan, and then the operation that applies it.</summary>
    public Guid? PlanId { get; set; }

    /// <summary>The components that the profile brought: those that were not there before.</summary>
    public string[] Brought { get; set; } = [];

    public string Reason { get; set; } = "";

    public required DateTimeOffset At { get; set; }
}

using Portal.Core.Access;

namespace Portal.Core.Teams;

/// <summary>An account's role in a team.</summary>
public sealed class TeamMember
{
    public required Guid TeamId { get; init; }

    public Team? Team { get; init; }

    public required Guid UserId { get; init; }

    public PortalUser? User { get; init; }

    public required TeamRole Role { get; set; }

    /// <summary>The provider whose groups give it; null for what was given by hand.</summary>
    public string? Provider { get; set; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Who added it.</summary>
    public required string AddedBy { get; init; }
}

using Portal.Core.Teams;

namespace Portal.Core.Access.OpenId;

/// <summary>What the members of a provider's group are in the portal: a role in a team, or one in the portal.</summary>
public sealed class GroupMapping
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Provider { get; init; }

    /// <summary>The group as the provider writes it, to the letter.</summary>
    public required string Group { get; init; }

    public Guid? TeamId { get; init; }

    public Team? Team { get; init; }

    public TeamRole? TeamRole { get; init; }

    public PortalRole? PortalRole { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }
}

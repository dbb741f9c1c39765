using Portal.Core.Access;

namespace Portal.Core.Teams;

/// <summary>Which teams.</summary>
public sealed record TeamQuery
{
    /// <summary>Matched anywhere in name, slug and description, without case.</summary>
    public string Search { get; init; } = "";

    /// <summary>Rows to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>1 to 200.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>A team as lists show it.</summary>
/// <param name="Members">How many accounts have a role in it.</param>
/// <param name="Fleets">How many fleets it owns.</param>
/// <param name="Clusters">How many clusters are in its fleets.</param>
public sealed record TeamSummary(
    Guid Id,
    string Name,
    string Slug,
    string Description,
    int Members,
    int Fleets,
    int Clusters,
    DateTimeOffset CreatedAt,
    uint Version);

/// <summary>A team as its own page shows it.</summary>
/// <param name="Members">By name.</param>
/// <param name="Fleets">What it owns, by name.</param>
public sealed record TeamDetail(TeamSummary Summary, IReadOnlyList<TeamMemberView> Members, IReadOnlyList<TeamFleet> Fleets);

/// <param name="Disabled">True when the account is closed: its role is kept, and of no use.</param>
/// <param name="Provider">The provider whose groups give it; null for what was given by hand.</param>
public sealed record TeamMemberView(Guid UserId, string Name, TeamRole Role, bool Disabled, DateTimeOffset AddedAt, string AddedBy, string? Provider = null);

/// <summary>A fleet that a team owns, with the counts of its clusters and applications.</summary>
public sealed record TeamFleet(Guid Id, string Name, string Description, int Clusters, int Applications);

using System.Collections.Frozen;

namespace Portal.Core.Access;

/// <summary>Who acts: a signed-in person, an API token of that person, or the portal itself.</summary>
/// <param name="Id">The user's id; <see cref="Guid.Empty"/> for the portal.</param>
/// <param name="Name">The user's name as shown and recorded.</param>
/// <param name="Roles">The portal roles held now.</param>
/// <param name="TokenId">The API token used, or null in a browser.</param>
/// <param name="Address">From where: an IP address, or empty where it is not known.</param>
public sealed record Actor(Guid Id, string Name, IReadOnlySet<PortalRole> Roles, Guid? TokenId = null, string Address = "")
{
    /// <summary>The portal's own schedules (health sweep, token rotation).</summary>
    public static Actor Portal { get; } = new(Guid.Empty, "portal", new HashSet<PortalRole> { PortalRole.Admin });

    /// <summary>The roles held now in teams, by the team's id.</summary>
    public IReadOnlyDictionary<Guid, TeamRole> Teams { get; init; } = FrozenDictionary<Guid, TeamRole>.Empty;

    /// <summary>What its token is cut to; null for one that is not cut, and in a browser.</summary>
    public IReadOnlySet<Permission>? Scopes { get; init; }

    /// <summary>The browser's session in which it acts; null for a token.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>False for what the token in use is cut off from, whatever its owner holds.</summary>
    public bool Covers(Permission permission) => Scopes is null || Scopes.Contains(permission);

    public bool Is(PortalRole role) => Roles.Contains(role);
}

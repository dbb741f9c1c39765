namespace Portal.Core.Access.OpenId;

/// <summary>What an administrator says of a new mapping: a role in a team, or one in the portal.</summary>
/// <param name="Provider">The name of a provider that is set.</param>
/// <param name="Group">The group as the provider writes it, to the letter; 1 to 256 characters.</param>
/// <param name="TeamId">The team; null for a role in the portal.</param>
/// <param name="TeamRole">The role in the team.</param>
/// <param name="PortalRole">The role in the portal.</param>
public sealed record GroupMappingRequest(string Provider, string Group, Guid? TeamId = null, TeamRole? TeamRole = null, PortalRole? PortalRole = null);

/// <summary>A mapping as lists show it.</summary>
/// <param name="Team">The team's name; null for a role in the portal.</param>
/// <param name="People">How many linked accounts are in the group, as the provider said at their last sign-in.</param>
public sealed record GroupMappingView(
    Guid Id, string Provider, string Group, Guid? TeamId, string? Team, TeamRole? TeamRole, PortalRole? PortalRole, int People, DateTimeOffset CreatedAt, string CreatedBy);

/// <summary>Which identities.</summary>
public sealed record IdentityQuery
{
    /// <summary>Those that wait for an account alone.</summary>
    public bool Waiting { get; init; }

    /// <summary>Matched anywhere in name, e-mail address and account, without case.</summary>
    public string Search { get; init; } = "";

    /// <summary>Rows to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>1 to 200.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>An identity as lists show it.</summary>
/// <param name="UserId">The account; null while it waits for one.</param>
/// <param name="Account">The account's name.</param>
/// <param name="Groups">How many groups the provider said.</param>
public sealed record ExternalIdentityView(
    Guid Id, string Provider, string Issuer, string Subject, string Name, string Email, int Groups, Guid? UserId, string? Account, DateTimeOffset CreatedAt, DateTimeOffset LastUsedAt);

namespace Portal.Core.Access.ServiceAccounts;

/// <summary>What is said of a new service account.</summary>
/// <param name="Name">1 to 64 of letters, digits, '.', '_', '-' and '@'; unique among all accounts without case.</param>
/// <param name="Role">The role in the portal; null for none. Null for an account of a team.</param>
/// <param name="TeamId">The team that it belongs to; null for one of the whole portal.</param>
/// <param name="TeamRole">Its role in that team.</param>
public sealed record ServiceAccountRequest(string Name, PortalRole? Role = null, Guid? TeamId = null, TeamRole? TeamRole = null);

/// <summary>A service account as lists show it.</summary>
/// <param name="TeamId">The team that it belongs to; null for one of the whole portal.</param>
/// <param name="Tokens">API tokens that can be used now.</param>
public sealed record ServiceAccountSummary(Guid Id, string Name, Guid? TeamId, bool Disabled, int Tokens, DateTimeOffset CreatedAt);

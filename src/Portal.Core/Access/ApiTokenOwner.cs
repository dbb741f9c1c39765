namespace Portal.Core.Access;

/// <summary>Whom a token stands for.</summary>
public sealed record ApiTokenOwner(Guid TokenId, Guid UserId, string UserName, DateTimeOffset? LockoutEnd);

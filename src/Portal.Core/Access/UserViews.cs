namespace Portal.Core.Access;

/// <summary>Which accounts.</summary>
public sealed record UserQuery
{
    /// <summary>Matched anywhere in the name, without case.</summary>
    public string Search { get; init; } = "";

    /// <summary>Rows to pass over.</summary>
    public int Skip { get; init; }

    /// <summary>1 to 200.</summary>
    public int Take { get; init; } = 50;
}

/// <summary>An account as the list shows it.</summary>
/// <param name="Role">The role in the portal; null for who has roles in teams alone, or none at all.</param>
/// <param name="LockedUntil">The end of a lock after too many wrong passwords; null when not locked, and for a disabled account.</param>
/// <param name="MustChangePassword">True until the one-time password was changed.</param>
/// <param name="Tokens">API tokens that can be used now.</param>
/// <param name="IsService">An account for automation: it has no password.</param>
/// <param name="OwnerTeamId">The team that a service account belongs to.</param>
/// <param name="RoleProvider">The provider whose groups give the role; null for one that was given by hand.</param>
/// <param name="HasPassword">False for who signs in by a provider alone, and for automation.</param>
/// <param name="HasAuthenticator">Whether codes of an authenticator are asked for.</param>
/// <param name="Passkeys">How many passkeys it has.</param>
public sealed record UserSummary(
    Guid Id,
    string Name,
    PortalRole? Role,
    bool Disabled,
    DateTimeOffset? LockedUntil,
    bool MustChangePassword,
    int Tokens,
    DateTimeOffset CreatedAt,
    bool IsService = false,
    Guid? OwnerTeamId = null,
    string? RoleProvider = null,
    bool HasPassword = true,
    bool HasAuthenticator = false,
    int Passkeys = 0);

/// <summary>What an admin says of a new account.</summary>
/// <param name="Name">1 to 64 of letters, digits, '.', '_', '-' and '@'; unique without case.</param>
/// <param name="Role">The role in the portal; null for none.</param>
public sealed record UserRequest(string Name, PortalRole? Role);

/// <summary>An account with its one-time password, shown once.</summary>
public sealed record OneTimePassword(UserSummary User, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"OneTimePassword {{ User = {User.Name} }}";
}

/// <summary>A person's own change of password. Never logged.</summary>
/// <param name="Next">At least 12 characters, unlike the name and the current password.</param>
public sealed record PasswordChange(string Current, string Next)
{
    /// <summary>Without the passwords.</summary>
    public override string ToString() => nameof(PasswordChange);
}

namespace Portal.Core.Access.OpenId;

/// <summary>What a provider has said of somebody, after all of it was checked.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Subject">Whom it is about, at most 255 characters.</param>
/// <param name="Name">A name to call a new account by; may be empty.</param>
/// <param name="Groups">The groups; empty where none were said.</param>
/// <param name="HidesGroups">The provider says that there are groups, and does not list them, or lists more than are taken.</param>
public sealed record ProviderClaims(string Provider, string Issuer, string Subject, string Name, string Email, IReadOnlyList<string> Groups, bool HidesGroups)
{
    /// <summary>How many groups of one person are taken at most.</summary>
    public const int MostGroups = 2000;
}

/// <summary>The session at the provider that one of the portal began with.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="SessionId">Its <c>sid</c>; null where it has none.</param>
/// <param name="ProtectedRefreshToken">By which it is asked whether the session may go on, encrypted; null where none was given.</param>
/// <param name="RefreshInterval">How long until it is asked.</param>
public sealed record ProviderSession(string Provider, string? SessionId, byte[]? ProtectedRefreshToken, TimeSpan RefreshInterval);

/// <summary>What came of a sign-in by a provider.</summary>
public enum AdmissionOutcome
{
    Admitted,

    /// <summary>No account is linked; an administrator was left the wish.</summary>
    Waiting,

    /// <summary>A new account would have the name of one that exists. The wish is left as for <see cref="Waiting"/>.</summary>
    NameTaken,

    /// <summary>The account is disabled, or is for automation.</summary>
    Closed,

    /// <summary>The provider did not list the groups that rights depend on.</summary>
    GroupsHidden,
}

/// <param name="User">The account; null unless it was admitted.</param>
public sealed record Admission(AdmissionOutcome Outcome, PortalUser? User = null);

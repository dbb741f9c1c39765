using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>
/// The feature service of accounts. Every method checks the actor's rights and throws ProblemException.
/// Accounts are disabled and never deleted, so that records keep a name. The last enabled admin can be neither disabled nor demoted.
/// </summary>
public interface IUsers
{
    /// <summary>By name.</summary>
    Task<Page<UserSummary>> ListAsync(UserQuery query, Actor actor, CancellationToken cancellationToken);

    Task<UserSummary> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Creates an account with a one-time password, which is returned once and must be changed at the first sign-in.</summary>
    Task<OneTimePassword> CreateAsync(UserRequest request, Actor actor, CancellationToken cancellationToken);

    /// <param name="role">The role in the portal; null for none.</param>
    Task<UserSummary> SetRoleAsync(Guid id, PortalRole? role, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends all sessions and refuses all tokens at once. Refused (Conflict) for the actor's own account.</summary>
    Task<UserSummary> DisableAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Opens a disabled account again, or one that too many wrong passwords have locked.</summary>
    Task<UserSummary> EnableAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Sets a new one-time password and ends all sessions of the account.</summary>
    Task<OneTimePassword> ResetPasswordAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Changes the actor's own password: ends its other sessions, and a forced change with it.</summary>
    /// <param name="sessionId">The session that is kept; null for none.</param>
    Task ChangeOwnPasswordAsync(PasswordChange change, Guid userId, Guid? sessionId, CancellationToken cancellationToken);
}

using Portal.Core.Data;

namespace Portal.Core.Access.OpenId;

/// <summary>
/// The feature service of whom providers know, and which accounts are theirs; for admins. Every method checks the actor's rights and
/// throws ProblemException.
/// </summary>
public interface IExternalIdentities
{
    /// <summary>Those that wait first, then by name.</summary>
    Task<Page<ExternalIdentityView>> ListAsync(IdentityQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a waiting identity the account of a name: from then on it signs in there, and holds what its groups give. A one-time password
    /// that the account was never signed in with is void.
    /// </summary>
    Task<ExternalIdentityView> LinkAsync(Guid id, string account, Actor actor, CancellationToken cancellationToken);

    /// <summary>Forgets an identity: what it gave to its account is taken, and the sessions that it began end.</summary>
    Task RemoveAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}

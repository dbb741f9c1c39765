namespace Portal.Core.Access.ServiceAccounts;

/// <summary>
/// The feature service of accounts for automation: they have roles and tokens, and no password. Admins manage all; an owner of a
/// team those of the team, which hold no right outside of it. Every method checks the actor's rights and throws ProblemException.
/// </summary>
public interface IServiceAccounts
{
    /// <summary>By name, at most 200.</summary>
    /// <param name="teamId">Those of a team; null for all that the actor manages.</param>
    Task<IReadOnlyList<ServiceAccountSummary>> ListAsync(Guid? teamId, Actor actor, CancellationToken cancellationToken);

    Task<ServiceAccountSummary> CreateAsync(ServiceAccountRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>The tokens of a service account, as <see cref="IApiTokens.ListAsync"/> has them.</summary>
    Task<IReadOnlyList<ApiTokenSummary>> ListTokensAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Creates a token that acts as the service account, shown once.</summary>
    Task<CreatedApiToken> CreateTokenAsync(Guid id, ApiTokenRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refuses a token of the service account from now on. Revoking twice is no error.</summary>
    Task RevokeTokenAsync(Guid id, Guid tokenId, Actor actor, CancellationToken cancellationToken);
}

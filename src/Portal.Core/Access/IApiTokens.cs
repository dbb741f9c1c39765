namespace Portal.Core.Access;

/// <summary>The feature service of API tokens. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IApiTokens
{
    /// <summary>The longest life of a new token, in days.</summary>
    int MaxDays { get; }

    /// <summary>The tokens of an account (null: the actor's own), newest first, revoked and expired ones of the last 30 days included. Only admins see those of others.</summary>
    Task<IReadOnlyList<ApiTokenSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Creates a token of the actor's own. The token itself is returned once and never again.</summary>
    Task<CreatedApiToken> CreateAsync(ApiTokenRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refuses the token from now on. One's own, or for admins anyone's. Revoking twice is no error.</summary>
    Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}

namespace Portal.Core.Access.Factors;

/// <summary>
/// The feature service of second factors. Every method checks the actor's rights and throws ProblemException. What changes a
/// factor asks for a proof; a wrong one counts towards the lock of the account, as a wrong password does.
/// </summary>
public interface IFactors
{
    /// <summary>The actor's own.</summary>
    Task<FactorSummary> GetAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>A new key, which is not asked for until <see cref="ConfirmAuthenticatorAsync"/>: within 15 minutes, one at a time.</summary>
    Task<AuthenticatorSetup> BeginAuthenticatorAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken);

    /// <summary>Switches the new key on, in place of the one before. Returns recovery codes when the account had none, else an empty list.</summary>
    /// <param name="code">Of the new key.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<RecoveryCodes> ConfirmAuthenticatorAsync(string code, Actor actor, CancellationToken cancellationToken);

    /// <summary>Switches the authenticator off; refused (Conflict) when it is the last factor of an account that must have one.</summary>
    Task RemoveAuthenticatorAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ten new codes; the ones before count no more.</summary>
    Task<RecoveryCodes> NewRecoveryCodesAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes all factors of somebody else's account away and ends its sessions. For admins.</summary>
    Task ResetAsync(Guid userId, Actor actor, CancellationToken cancellationToken);
}

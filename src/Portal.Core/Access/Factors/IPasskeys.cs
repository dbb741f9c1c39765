using Microsoft.AspNetCore.Identity;

namespace Portal.Core.Access.Factors;

/// <summary>The feature service of the actor's own passkeys. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IPasskeys
{
    /// <summary>The most passkeys that an account has.</summary>
    const int Most = 20;

    /// <summary>Refuses whoever may not add one now: without a proof, without a password here, with too many of them.</summary>
    Task DemandMayAddAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken);

    /// <summary>Adds one that was verified. Returns recovery codes when the account had none, else an empty list.</summary>
    Task<RecoveryCodes> AddAsync(string name, UserPasskeyInfo passkey, Actor actor, CancellationToken cancellationToken);

    Task RenameAsync(Guid id, string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refused (Conflict) when it is the last factor of an account that must have one.</summary>
    Task RemoveAsync(Guid id, FactorProof proof, Actor actor, CancellationToken cancellationToken);
}

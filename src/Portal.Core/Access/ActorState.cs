using Portal.Core.Problems;

namespace Portal.Core.Access;

/// <summary>An account as it stands now.</summary>
/// <param name="Active">False for a disabled account, for a revoked or expired token, and for a session that is over.</param>
/// <param name="SecurityStamp">Changes with the password: sessions of another stamp are over.</param>
/// <param name="MustSetUpFactor">True until an account that must have a second factor has one. Never for an API token.</param>
public sealed record ActorState(Actor Actor, bool Active, bool MustChangePassword, string SecurityStamp, bool MustSetUpFactor = false)
{
    /// <summary>The actor, or a Forbidden problem that says why this account may do nothing now.</summary>
    public Actor Demand()
    {
        if (!Active)
        {
            throw ProblemException.Forbidden(
                $"{Actor.Name} may not do this",
                "The account is disabled, the session is over, or the token was revoked or has expired.",
                "Sign in again, or ask an administrator of the portal.");
        }

        if (MustChangePassword)
        {
            throw PasswordChangeRequired();
        }

        return MustSetUpFactor ? throw FactorRequired() : Actor;
    }

    /// <summary>What everything but the change itself answers until a one-time password was changed.</summary>
    public static ProblemException PasswordChangeRequired() => ProblemException.Forbidden(
        "The one-time password must be changed first",
        "The account still has the password that it was given.",
        "Open the portal in a browser and choose a password of your own.");

    /// <summary>What everything but the set-up itself answers to an account that must have a second factor, and has none.</summary>
    public static ProblemException FactorRequired() => ProblemException.Forbidden(
        "A second factor must be set up first",
        "The administrators of the portal ask for one.",
        "Open the portal in a browser and set up an authenticator or a passkey.");
}

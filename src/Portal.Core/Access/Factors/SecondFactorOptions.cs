using Portal.Core.Problems;

namespace Portal.Core.Access.Factors;

/// <summary>Who must have a second factor.</summary>
public enum SecondFactorRule
{
    Nobody,

    /// <summary>Whoever has a role in the portal.</summary>
    Roles,
    Everybody,
}

/// <summary>The rule of second factors, SignIn:SecondFactor.</summary>
public sealed class SecondFactorOptions
{
    public const string Key = "SignIn:SecondFactor";

    /// <summary>As configured: a word of <see cref="SecondFactorRule"/>.</summary>
    public string RequiredFor { get; set; } = nameof(SecondFactorRule.Nobody);

    /// <summary>Null for a word that there is not: the start fails.</summary>
    public SecondFactorRule? Rule => Enum.GetValues<SecondFactorRule>().Cast<SecondFactorRule?>()
        .FirstOrDefault(rule => string.Equals(rule.ToString(), RequiredFor, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an account with these roles in the portal must have one.</summary>
    public bool Asks(IReadOnlySet<PortalRole> roles) => Rule switch
    {
        SecondFactorRule.Everybody => true,
        SecondFactorRule.Roles => roles.Count > 0,
        _ => false,
    };

    /// <summary>Throws when <paramref name="actor"/> must keep a second factor, and this is the last one.</summary>
    /// <param name="actor">Whose.</param>
    /// <param name="refused">What is refused: "The passkey was not removed".</param>
    public void DemandNotLast(Actor actor, string refused)
    {
        if (Asks(actor.Roles))
        {
            throw ProblemException.Conflict(refused, "Your account must have a second factor, and this is the last one.", "Set up another one first.");
        }
    }
}

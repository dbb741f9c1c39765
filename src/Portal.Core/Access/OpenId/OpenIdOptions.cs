namespace Portal.Core.Access.OpenId;

/// <summary>Who else may say who somebody is. Bound from "OpenId:…".</summary>
public sealed class OpenIdOptions
{
    public const string Section = "OpenId";

    /// <summary>The providers by their name, which is part of addresses and rows and is not changed later.</summary>
    public Dictionary<string, OpenIdProvider> Providers { get; } = new(StringComparer.Ordinal);

    /// <summary>Who may sign in with a password of the portal.</summary>
    public PasswordSignIn Passwords { get; set; } = PasswordSignIn.Everybody;
}

/// <summary>Who may sign in with a password of the portal.</summary>
public enum PasswordSignIn
{
    Everybody,

    /// <summary>Accounts with the role Admin alone: the way in when a provider fails.</summary>
    Administrators,
}

/// <summary>How somebody whom a provider has signed in comes by an account.</summary>
public enum AccountCreation
{
    /// <summary>At the first sign-in, without any right but what the groups give.</summary>
    FirstSignIn,

    /// <summary>An administrator links who has asked to an account that exists.</summary>
    LinkedOnly,
}

namespace Portal.Web.Access.OpenId;

/// <summary>The addresses of the sign-in by a provider. Each provider has its own, so that what one answers is never taken for another's.</summary>
internal static class OpenIdPaths
{
    /// <summary>Followed by the provider's name.</summary>
    public const string Root = "/account/openid";

    public const string SignedOut = "/account/signed-out";

    public static string Start(string provider, string? returnUrl) =>
        $"{Root}/{provider}{(AccountPaths.Back(returnUrl) is "/" ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl!)}")}";

    /// <summary>Where the provider sends the browser back to, as it is registered there.</summary>
    public static string Callback(string provider) => $"{Root}/{provider}/callback";

    /// <summary>Where the provider says that a session of its own is over.</summary>
    public static string Logout(string provider) => $"{Root}/{provider}/logout";

    /// <summary>Leads to the provider's own sign-out.</summary>
    public static string End(string provider) => $"{Root}/{provider}/end";

    public static string AfterSignOut(string provider) => $"{SignedOut}?provider={provider}";

    /// <summary>The sign-in page, which says what went wrong.</summary>
    public static string Failed(string provider, OpenIdProblem problem, string? returnUrl) =>
        $"{AccountPaths.SignIn}?provider={provider}&problem={problem}{(AccountPaths.Back(returnUrl) is "/" ? "" : $"&returnUrl={Uri.EscapeDataString(returnUrl!)}")}";
}

/// <summary>Why nobody was signed in by a provider: all that an address may say of it, so that nobody can have the page say something else.</summary>
internal enum OpenIdProblem
{
    /// <summary>The provider does not answer, or not as one.</summary>
    Unavailable,

    /// <summary>The person, or the provider, said no.</summary>
    Denied,

    /// <summary>What came back was not believed, or came too late.</summary>
    Failed,
    Waiting,
    NameTaken,
    Closed,
    GroupsHidden,
    TooMany,
}

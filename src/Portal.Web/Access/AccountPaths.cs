namespace Portal.Web.Access;

/// <summary>The addresses of the account pages, and the way back from them.</summary>
internal static class AccountPaths
{
    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string Password = "/account/password";
    public const string Denied = "/account/denied";
    public const string SecondStep = "/account/second-step";
    public const string Recovery = "/account/recovery";
    public const string Authenticator = "/account/authenticator";
    public const string Passkeys = "/account/passkeys";
    public const string RecoveryCodes = "/account/recovery-codes";

    /// <summary>An account page that leads back to a page that was asked for.</summary>
    public static string To(string page, HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? $"{page}?returnUrl={Uri.EscapeDataString(request.Path + request.QueryString)}" : page;

    /// <summary>An account page that keeps the way back.</summary>
    public static string With(string page, string? returnUrl) =>
        Back(returnUrl) is var back and not "/" ? $"{page}?returnUrl={Uri.EscapeDataString(back)}" : page;

    /// <summary>Where to go after: never to another site, whatever the address says.</summary>
    public static string Back(string? returnUrl) =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..]
        && !returnUrl.Any(char.IsControl)
        && !returnUrl.StartsWith("/account/", StringComparison.OrdinalIgnoreCase)
            ? returnUrl
            : "/";
}

using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Access;

namespace Portal.Web.Access;

/// <summary>Checks a name and a password, and begins or ends a browser session.</summary>
internal sealed partial class SignInService(
    SignInManager<PortalUser> manager,
    UserManager<PortalUser> accounts,
    UserSessions sessions,
    SignInLimits limits,
    IHttpContextAccessor http,
    ILogger<SignInService> logger)
{
    // Hashed once: an unknown name must take as long as a wrong password.
    private static readonly PortalUser Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<PortalUser>().HashPassword(Nobody, Guid.NewGuid().ToString());

    public async Task<SignInOutcome> SignInAsync(string name, string password)
    {
        var context = http.HttpContext!;
        if (!limits.TryEnter(context.Connection.RemoteIpAddress, name))
        {
            return SignInOutcome.TooMany;
        }

        var user = name.Length is 0 or > 256 ? null : await accounts.FindByNameAsync(name.Trim());
        if (user is null || password.Length is 0 or > 256)
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password.Length > 256 ? "" : password);
            LogRefused(user?.Id);
            return SignInOutcome.Refused;
        }

        var result = await manager.CheckPasswordSignInAsync(user, password, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            await SignInAsync(user, await sessions.BeginAsync(user.Id, context.RequestAborted));
            LogSignedIn(user.Id);
            return SignInOutcome.SignedIn;
        }

        LogRefused(user.Id);
        return SignInOutcome.Refused;
    }

    /// <summary>Keeps this session after its password was changed; all others end.</summary>
    public async Task RefreshAsync(Guid userId)
    {
        if (await accounts.FindByIdAsync(userId.ToString()) is { } user && http.HttpContext!.User.SessionId() is { } session)
        {
            await SignInAsync(user, session);
        }
    }

    /// <summary>Ends the session itself, so that a copy of its cookie is of no use either.</summary>
    public async Task SignOutAsync()
    {
        if (http.HttpContext!.User.SessionId() is { } session)
        {
            await sessions.EndAsync(session, CancellationToken.None);
        }

        await manager.SignOutAsync();
    }

    private Task SignInAsync(PortalUser user, Guid session) =>
        manager.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(PortalClaims.Session, session.ToString())]);

    [LoggerMessage(LogLevel.Information, "User {UserId} signed in")]
    private partial void LogSignedIn(Guid userId);

    [LoggerMessage(LogLevel.Warning, "A sign-in was refused (user {UserId})")]
    private partial void LogRefused(Guid? userId);
}

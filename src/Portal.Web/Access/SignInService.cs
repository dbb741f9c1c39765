using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Access.OpenId;
using Portal.Core.Audit;
using Portal.Web.Access.Factors;
using Portal.Web.Access.Sessions;

namespace Portal.Web.Access;

/// <summary>Checks a name and a password, and begins or ends a browser session.</summary>
internal sealed partial class SignInService(
    SignInManager<PortalUser> manager,
    UserManager<PortalUser> accounts,
    UserSessions sessions,
    SignInLimits limits,
    OpenIdProviders providers,
    FactorChecks factors,
    SecondStep step,
    IAuditRecords records,
    IHttpContextAccessor http,
    ILogger<SignInService> logger)
{
    // Hashed once: an unknown name, or an account that is locked, must take as long as a wrong password.
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
        if (user is null or { IsService: true } or { PasswordHash: null } || password.Length is 0 or > 256 || await accounts.IsLockedOutAsync(user) || !await MayUsePasswordAsync(user))
        {
            accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password.Length > 256 ? "" : password);
            LogRefused(user?.Id);
            await RecordAsync(AuditOutcomes.Refused, user, name);
            return SignInOutcome.Refused;
        }

        if (!await accounts.CheckPasswordAsync(user, password))
        {
            await accounts.AccessFailedAsync(user);
            LogRefused(user.Id);
            await RecordAsync(AuditOutcomes.Refused, user, name);
            return SignInOutcome.Refused;
        }

        if (await factors.AsksAsync(user.Id, context.RequestAborted))
        {
            // Wrong codes count on: a right password in between must not give five more tries.
            await step.BeginAsync(user);
            return SignInOutcome.NeedsSecondFactor;
        }

        await accounts.ResetAccessFailedCountAsync(user);
        await BeginAsync(user, SignInFactor.Password);
        return SignInOutcome.SignedIn;
    }

    /// <summary>Begins a session here. Records by what its person proved who they are.</summary>
    public Task BeginAsync(PortalUser user, SignInFactor factor) => BeginAsync(user, null, factor switch
    {
        SignInFactor.AuthenticatorCode => "By the password and a code of the authenticator.",
        SignInFactor.RecoveryCode => "By the password and a recovery code.",
        SignInFactor.Passkey => "By a passkey.",
        _ => "By the password alone.",
    });

    /// <summary>Begins the session of somebody whom a provider has signed in.</summary>
    public Task BeginAsync(PortalUser user, ProviderSession provider) => BeginAsync(user, provider, $"By the provider {provider.Provider}.");

    /// <summary>A session of a new id, whatever the browser brought along.</summary>
    private async Task BeginAsync(PortalUser user, ProviderSession? provider, string how)
    {
        var context = http.HttpContext!;
        await SignInAsync(user, await sessions.BeginAsync(
            user, BrowserNames.Of(context.Request.Headers.UserAgent.ToString()), Address(), context.User.SessionId(), context.RequestAborted, provider));
        LogSignedIn(user.Id);
        await RecordAsync(AuditOutcomes.Done, user, user.UserName ?? "", how);
    }

    /// <summary>Records that a second step or a passkey was refused.</summary>
    /// <param name="user">Whose; null where that is not known.</param>
    /// <param name="detail">Why.</param>
    public Task RefuseAsync(PortalUser? user, string detail)
    {
        LogRefused(user?.Id);
        return RecordAsync(AuditOutcomes.Refused, user, user?.UserName ?? "", detail);
    }

    /// <summary>Whether the account signs in here, and not by a provider alone.</summary>
    public async Task<bool> MayUsePasswordAsync(PortalUser user) =>
        providers.Passwords == PasswordSignIn.Everybody || await accounts.IsInRoleAsync(user, nameof(PortalRole.Admin));

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
            var user = http.HttpContext.User;
            await records.AddAsync(
                AuditActs.SignedOut, AuditKinds.Session, user.Identity?.Name ?? "", AuditOutcomes.Done, null, CancellationToken.None,
                user.Identity?.Name ?? "", Address(), user.UserId()?.ToString() ?? "");
        }

        await manager.SignOutAsync();
    }

    // A name that no account has may be a password typed into the wrong field.
    private Task RecordAsync(string outcome, PortalUser? user, string name, string detail = "") => records.AddAsync(
        AuditActs.SignedIn, AuditKinds.Session, user?.UserName ?? "", outcome, null, CancellationToken.None, user?.UserName ?? "", Address(), user?.Id.ToString() ?? "",
        user is null && detail.Length == 0 ? $"There is no account of the name that was given ({name.Length} characters)." : detail);

    private string Address() => http.HttpContext?.Connection.RemoteIpAddress?.ToString() ?? "";

    private Task SignInAsync(PortalUser user, Guid session) =>
        manager.SignInWithClaimsAsync(user, isPersistent: false, [new Claim(PortalClaims.Session, session.ToString())]);

    [LoggerMessage(LogLevel.Information, "User {UserId} signed in")]
    private partial void LogSignedIn(Guid userId);

    [LoggerMessage(LogLevel.Warning, "A sign-in was refused (user {UserId})")]
    private partial void LogRefused(Guid? userId);
}

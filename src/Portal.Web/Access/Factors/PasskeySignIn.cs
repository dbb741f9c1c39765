using Microsoft.AspNetCore.Identity;
using Portal.Core.Access;
using Portal.Core.Access.Factors;

namespace Portal.Web.Access.Factors;

/// <summary>Signs in by a passkey, which stands for both factors: no name, no password, no code.</summary>
internal sealed class PasskeySignIn(
    IPasskeyHandler<PortalUser> handler,
    UserManager<PortalUser> accounts,
    PasskeyCookie cookie,
    SecondStep step,
    SignInService sessions,
    SignInLimits limits,
    IHttpContextAccessor http)
{
    /// <summary>Larger than what any authenticator says.</summary>
    public const int MostCharacters = 32_768;

    /// <summary>What to ask the browser; null after too many tries.</summary>
    public async Task<string?> OptionsAsync()
    {
        if (!TryEnter())
        {
            return null;
        }

        // Of nobody in particular: which accounts have a passkey is not told.
        var made = await handler.MakeRequestOptionsAsync(null, http.HttpContext!);
        await cookie.BeginAsync(null, made.AssertionState ?? "");
        return made.RequestOptionsJson;
    }

    /// <param name="credential">What the browser answered (PublicKeyCredential.toJSON).</param>
    public async Task<SignInOutcome> SignInAsync(string credential)
    {
        if (!TryEnter())
        {
            return SignInOutcome.TooMany;
        }

        if (credential.Length is 0 or > MostCharacters || await cookie.TakeAsync(null) is not { } state)
        {
            return SignInOutcome.Expired;
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http.HttpContext!, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded)
        {
            await sessions.RefuseAsync(null, "A passkey was refused.");
            return SignInOutcome.Refused;
        }

        if (result.User.IsService || await accounts.IsLockedOutAsync(result.User) || !await sessions.MayUsePasswordAsync(result.User))
        {
            await sessions.RefuseAsync(result.User, "The passkey was right, but the account is locked, or signs in by a provider alone.");
            return SignInOutcome.Refused;
        }

        await accounts.AddOrUpdatePasskeyAsync(result.User, result.Passkey);
        await step.EndAsync();
        await sessions.BeginAsync(result.User, SignInFactor.Passkey);
        return SignInOutcome.SignedIn;
    }

    /// <summary>By address alone: no account is named.</summary>
    private bool TryEnter()
    {
        var address = http.HttpContext!.Connection.RemoteIpAddress;
        return limits.TryEnter(address, $"passkey {SignInLimits.Network(address)}");
    }
}

using Microsoft.AspNetCore.Identity;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Problems;

namespace Portal.Web.Access.Factors;

/// <summary>Adds a passkey to the account of whoever is signed in.</summary>
internal sealed class PasskeyRegistration(IPasskeyHandler<PortalUser> handler, IPasskeys passkeys, PasskeyCookie cookie, IHttpContextAccessor http)
{
    /// <summary>What to ask the browser, once it is proven who asks.</summary>
    public async Task<string> OptionsAsync(FactorProof proof, Actor actor, CancellationToken cancellationToken)
    {
        await passkeys.DemandMayAddAsync(proof, actor, cancellationToken);
        var made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = actor.Id.ToString(), Name = actor.Name, DisplayName = actor.Name }, http.HttpContext!);
        await cookie.BeginAsync(actor.Id, made.AttestationState ?? "");
        return made.CreationOptionsJson;
    }

    /// <param name="name">What its person calls it.</param>
    /// <param name="credential">What the browser answered (PublicKeyCredential.toJSON).</param>
    /// <param name="actor">Whose.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RecoveryCodes> AddAsync(string name, string credential, Actor actor, CancellationToken cancellationToken)
    {
        if (credential.Length is 0 or > PasskeySignIn.MostCharacters || await cookie.TakeAsync(actor.Id) is not { } state)
        {
            throw Refused("It came too late, or was used already.");
        }

        var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http.HttpContext!, CredentialJson = credential, AttestationState = state });
        return result.Succeeded
            ? await passkeys.AddAsync(name, result.Passkey, actor, cancellationToken)
            : throw Refused("What the browser made is no passkey for this address.");
    }

    private static ProblemException Refused(string why) => ProblemException.Invalid(
        "No passkey was added", why, "Try again within five minutes, at the address that the portal is known by.", "credential");
}

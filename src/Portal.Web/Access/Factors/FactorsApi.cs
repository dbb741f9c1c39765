using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Web.Api;

namespace Portal.Web.Access.Factors;

/// <summary>The caller's own second factors; and for admins, the way out for somebody who lost them.</summary>
internal static class FactorsApi
{
    private const string Tag = "Second factors";

    public static void MapFactors(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me");
        me.MapGet("/factors", GetAsync).Needs(Permission.ManageOwnFactors).Says("GetFactors", Tag, "Your second factors, and how many recovery codes are left.");
        me.MapPost("/authenticator", BeginAsync).Needs(Permission.ManageOwnFactors).Fails(409, 422, 429).WithMetadata(SecretAnswer.Mark)
            .Says("BeginAuthenticator", Tag, "Makes a key for an authenticator app, shown this once. It is not asked for until a code of it has come.");
        me.MapPost("/authenticator/confirm", ConfirmAsync).Needs(Permission.ManageOwnFactors).Fails(409, 422, 429).WithMetadata(SecretAnswer.Mark)
            .Says("ConfirmAuthenticator", Tag, "Switches the authenticator on by a code of it. Returns recovery codes, shown this once, when there were none.");
        me.MapPost("/authenticator/remove", RemoveAsync).Needs(Permission.ManageOwnFactors).Fails(404, 409, 422, 429)
            .Says("RemoveAuthenticator", Tag, "Switches the authenticator off.");
        me.MapPost("/recovery-codes", NewCodesAsync).Needs(Permission.ManageOwnFactors).Fails(409, 422, 429).WithMetadata(SecretAnswer.Mark)
            .Says("NewRecoveryCodes", Tag, "Makes ten recovery codes, shown this once. The ones before count no more.");
        me.MapPut("/passkeys/{id:guid}", RenameAsync).Needs(Permission.ManageOwnFactors).Fails(404, 422)
            .Says("RenamePasskey", Tag, "Renames a passkey of yours. Passkeys are added in a browser.");
        me.MapPost("/passkeys/{id:guid}/remove", RemovePasskeyAsync).Needs(Permission.ManageOwnFactors).Fails(404, 409, 422, 429)
            .Says("RemovePasskey", Tag, "Removes a passkey of yours.");
        api.MapDelete("/users/{id:guid}/factors", ResetAsync).Needs(Permission.ManageUsers).Fails(404, 409)
            .Says("ResetUserFactors", Tag, "Takes all second factors of an account away, and ends its sessions.");
    }

    private static async Task<Ok<FactorSummary>> GetAsync(IFactors factors, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await factors.GetAsync(caller.Actor, cancellationToken));

    private static async Task<Ok<AuthenticatorSetup>> BeginAsync(
        FactorProof body, IFactors factors, FactorActs acts, Caller caller, CancellationToken cancellationToken)
    {
        acts.Demand(caller.Actor);
        return TypedResults.Ok(await factors.BeginAuthenticatorAsync(body, caller.Actor, cancellationToken));
    }

    private static async Task<Ok<RecoveryCodes>> ConfirmAsync(
        AuthenticatorCode body, IFactors factors, FactorActs acts, Caller caller, CancellationToken cancellationToken)
    {
        acts.Demand(caller.Actor);
        return TypedResults.Ok(await factors.ConfirmAuthenticatorAsync(body.Code, caller.Actor, cancellationToken));
    }

    private static async Task<NoContent> RemoveAsync(
        FactorProof body, IFactors factors, FactorActs acts, Caller caller, CancellationToken cancellationToken)
    {
        acts.Demand(caller.Actor);
        await factors.RemoveAuthenticatorAsync(body, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RecoveryCodes>> NewCodesAsync(
        FactorProof body, IFactors factors, FactorActs acts, Caller caller, CancellationToken cancellationToken)
    {
        acts.Demand(caller.Actor);
        return TypedResults.Ok(await factors.NewRecoveryCodesAsync(body, caller.Actor, cancellationToken));
    }

    private static async Task<NoContent> RenameAsync(
        Guid id, PasskeyName body, IPasskeys passkeys, Caller caller, CancellationToken cancellationToken)
    {
        await passkeys.RenameAsync(id, body.Name, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RemovePasskeyAsync(
        Guid id, FactorProof body, IPasskeys passkeys, FactorActs acts, Caller caller, CancellationToken cancellationToken)
    {
        acts.Demand(caller.Actor);
        await passkeys.RemoveAsync(id, body, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ResetAsync(Guid id, IFactors factors, Caller caller, CancellationToken cancellationToken)
    {
        await factors.ResetAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A code of the new authenticator. Never logged.</summary>
internal sealed record AuthenticatorCode(string Code)
{
    /// <summary>Without the code.</summary>
    public override string ToString() => nameof(AuthenticatorCode);
}

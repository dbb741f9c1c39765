using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Access.ServiceAccounts;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Access.ServiceAccounts;

/// <summary>Accounts for automation, for admins, and for owners of the team that they belong to.</summary>
internal static class ServiceAccountsApi
{
    private const string Tag = "Service accounts";

    public static void MapServiceAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/service-accounts");
        accounts.MapGet("/", ListAsync).Needs(Permission.ManageMembers).Says("ListServiceAccounts", Tag, "Lists the service accounts that you manage, by name.");
        accounts.MapPost("/", CreateAsync).Needs(Permission.ManageMembers).Fails(409, 422)
            .Says("CreateServiceAccount", Tag, "Creates an account for automation, which has tokens and no password.");
        var tokens = accounts.MapGroup("/{id:guid}/tokens");
        tokens.MapGet("/", ListTokensAsync).Needs(Permission.ManageMembers).Fails(404)
            .Says("ListServiceAccountTokens", Tag, "Lists the API tokens of a service account, newest first.");
        tokens.MapPost("/", CreateTokenAsync).Needs(Permission.ManageMembers).Fails(404, 409, 422).WithMetadata(SecretAnswer.Mark)
            .Says("CreateServiceAccountToken", Tag, "Creates an API token that acts as the service account, shown this once.");
        tokens.MapDelete("/{tokenId:guid}", RevokeTokenAsync).Needs(Permission.ManageMembers).Fails(404)
            .Says("RevokeServiceAccountToken", Tag, "Revokes a token of a service account.");
    }

    private static async Task<Ok<Page<ServiceAccountSummary>>> ListAsync(
        Guid? teamId, IServiceAccounts accounts, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await accounts.ListAsync(teamId, caller.Actor, cancellationToken)));

    private static async Task<Created<ServiceAccountSummary>> CreateAsync(
        ServiceAccountRequest body, IServiceAccounts accounts, Caller caller, CancellationToken cancellationToken)
    {
        var created = await accounts.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/service-accounts/{created.Id}", created);
    }

    private static async Task<Ok<Page<ApiTokenSummary>>> ListTokensAsync(
        Guid id, IServiceAccounts accounts, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await accounts.ListTokensAsync(id, caller.Actor, cancellationToken)));

    private static async Task<Created<CreatedApiToken>> CreateTokenAsync(
        Guid id, ApiTokenRequest body, IServiceAccounts accounts, Caller caller, CancellationToken cancellationToken)
    {
        var created = await accounts.CreateTokenAsync(id, body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/service-accounts/{id}/tokens/{created.Summary.Id}", created);
    }

    private static async Task<NoContent> RevokeTokenAsync(
        Guid id, Guid tokenId, IServiceAccounts accounts, Caller caller, CancellationToken cancellationToken)
    {
        await accounts.RevokeTokenAsync(id, tokenId, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

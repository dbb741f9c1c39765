using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Access;

/// <summary>The caller's own API tokens.</summary>
internal static class TokensApi
{
    private const string Tag = "Tokens";

    public static void MapTokens(this RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens");
        tokens.MapGet("/", ListAsync).Needs(Permission.ManageOwnTokens).Says("ListTokens", Tag, "Lists your API tokens, newest first.");
        tokens.MapPost("/", CreateAsync).Needs(Permission.ManageOwnTokens).Fails(409, 422).WithMetadata(SecretAnswer.Mark)
            .Says("CreateToken", Tag, "Creates an API token, shown this once.");
        tokens.MapDelete("/{id:guid}", RevokeAsync).Needs(Permission.ManageOwnTokens).Fails(404)
            .Says("RevokeToken", Tag, "Revokes a token of yours; an admin can revoke anyone's.");
    }

    private static async Task<Ok<Page<ApiTokenSummary>>> ListAsync(
        IApiTokens tokens, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await tokens.ListAsync(null, caller.Actor, cancellationToken)));

    private static async Task<Created<CreatedApiToken>> CreateAsync(
        ApiTokenRequest body, IApiTokens tokens, Caller caller, CancellationToken cancellationToken)
    {
        var created = await tokens.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/tokens/{created.Summary.Id}", created);
    }

    private static async Task<NoContent> RevokeAsync(Guid id, IApiTokens tokens, Caller caller, CancellationToken cancellationToken)
    {
        await tokens.RevokeAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

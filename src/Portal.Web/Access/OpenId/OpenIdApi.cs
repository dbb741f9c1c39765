using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Access.OpenId;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Access.OpenId;

/// <summary>Providers, whom they know, and what their groups are in the portal; for admins.</summary>
internal static class OpenIdApi
{
    private const string Tag = "Sign-in";

    public static void MapOpenIdApi(this RouteGroupBuilder api)
    {
        var signIn = api.MapGroup("/sign-in");
        signIn.MapGet("/providers", ListProviders).Needs(Permission.ManageUsers).Says("ListProviders", Tag, "Lists the providers of OpenID Connect that are set.");

        var mappings = signIn.MapGroup("/mappings");
        mappings.MapGet("/", ListMappingsAsync).Needs(Permission.ManageUsers)
            .Says("ListGroupMappings", Tag, "Lists what the members of providers' groups are in the portal, by provider and group.");
        mappings.MapPost("/", CreateMappingAsync).Needs(Permission.ManageUsers).Fails(409, 422)
            .Says("CreateGroupMapping", Tag, "Gives the members of a provider's group a role in a team, or in the portal, at once.");
        mappings.MapDelete("/{id:guid}", DeleteMappingAsync).Needs(Permission.ManageUsers).Fails(404)
            .Says("DeleteGroupMapping", Tag, "Removes a mapping, and what it gave, at once.");

        var identities = signIn.MapGroup("/identities");
        identities.MapGet("/", ListIdentitiesAsync).Needs(Permission.ManageUsers)
            .Says("ListIdentities", Tag, "Lists whom providers know, with their accounts; those that wait for one come first.");
        identities.MapPut("/{id:guid}/account", LinkAsync).Needs(Permission.ManageUsers).Fails(404, 409, 422)
            .Says("LinkIdentity", Tag, "Gives an identity that waits the account that it signs in to.");
        identities.MapDelete("/{id:guid}", RemoveIdentityAsync).Needs(Permission.ManageUsers).Fails(404)
            .Says("RemoveIdentity", Tag, "Forgets an identity: what its groups gave is taken, and its sessions end.");
    }

    private static Ok<Page<ProviderView>> ListProviders(OpenIdProviders providers, Caller caller)
    {
        AccessPolicy.Demand(caller.Actor, Permission.ManageUsers);
        return TypedResults.Ok(Pages.Whole(providers.All));
    }

    private static async Task<Ok<Page<GroupMappingView>>> ListMappingsAsync(IGroupMappings mappings, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await mappings.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Created<GroupMappingView>> CreateMappingAsync(
        GroupMappingRequest body, IGroupMappings mappings, Caller caller, CancellationToken cancellationToken)
    {
        var created = await mappings.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/sign-in/mappings/{created.Id}", created);
    }

    private static async Task<NoContent> DeleteMappingAsync(Guid id, IGroupMappings mappings, Caller caller, CancellationToken cancellationToken)
    {
        await mappings.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<ExternalIdentityView>>> ListIdentitiesAsync(
        bool? waiting, string? search, int? skip, int? take, IExternalIdentities identities, Caller caller, CancellationToken cancellationToken)
    {
        var query = new IdentityQuery { Waiting = waiting ?? false, Search = search ?? "", Skip = skip ?? 0, Take = take ?? 50 };
        return TypedResults.Ok(await identities.ListAsync(query, caller.Actor, cancellationToken));
    }

    private static async Task<Ok<ExternalIdentityView>> LinkAsync(
        Guid id, LinkBody body, IExternalIdentities identities, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await identities.LinkAsync(id, body.Account, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveIdentityAsync(Guid id, IExternalIdentities identities, Caller caller, CancellationToken cancellationToken)
    {
        await identities.RemoveAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="Account">The account's name, in full.</param>
internal sealed record LinkBody(string Account);

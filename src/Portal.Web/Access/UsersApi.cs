using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Access;

/// <summary>Accounts, for admins.</summary>
internal static class UsersApi
{
    private const string Tag = "Users";

    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users");
        users.MapGet("/", ListAsync).Needs(Permission.ManageUsers).Says("ListUsers", Tag, "Lists accounts by name.");
        users.MapPost("/", CreateAsync).Needs(Permission.ManageUsers).Fails(409, 422).WithMetadata(SecretAnswer.Mark)
            .Says("CreateUser", Tag, "Creates an account with a one-time password, shown this once.");
        users.MapGet("/{id:guid}", GetAsync).Needs(Permission.ManageUsers).Fails(404).Says("GetUser", Tag, "Reads an account.");
        users.MapPut("/{id:guid}/role", SetRoleAsync).Needs(Permission.ManageUsers).Fails(404, 409, 422)
            .Says("SetUserRole", Tag, "Gives an account another role; open sessions follow within seconds.");
        users.MapPost("/{id:guid}/disable", DisableAsync).Needs(Permission.ManageUsers).Fails(404, 409)
            .Says("DisableUser", Tag, "Closes an account: its tokens and its sessions at once.");
        users.MapPost("/{id:guid}/enable", EnableAsync).Needs(Permission.ManageUsers).Fails(404)
            .Says("EnableUser", Tag, "Opens a disabled or locked account.");
        users.MapPost("/{id:guid}/reset-password", ResetPasswordAsync).Needs(Permission.ManageUsers).Fails(404, 409).WithMetadata(SecretAnswer.Mark)
            .Says("ResetUserPassword", Tag, "Sets a one-time password, shown this once, and ends the account's sessions.");
        users.MapGet("/{id:guid}/tokens", ListTokensAsync).Needs(Permission.ManageUsers)
            .Says("ListUserTokens", Tag, "Lists the API tokens of an account.");
    }

    private static async Task<Ok<Page<UserSummary>>> ListAsync(
        string? search, int? skip, int? take, IUsers users, Caller caller, CancellationToken cancellationToken)
    {
        var query = new UserQuery { Search = search ?? "", Skip = skip ?? 0, Take = take ?? 50 };
        return TypedResults.Ok(await users.ListAsync(query, caller.Actor, cancellationToken));
    }

    private static async Task<Created<OneTimePassword>> CreateAsync(
        UserRequest body, IUsers users, Caller caller, CancellationToken cancellationToken)
    {
        var created = await users.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/users/{created.User.Id}", created);
    }

    private static async Task<Ok<UserSummary>> GetAsync(Guid id, IUsers users, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<UserSummary>> SetRoleAsync(
        Guid id, RoleBody body, IUsers users, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.SetRoleAsync(id, body.Role, caller.Actor, cancellationToken));

    private static async Task<Ok<UserSummary>> DisableAsync(Guid id, IUsers users, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.DisableAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<UserSummary>> EnableAsync(Guid id, IUsers users, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.EnableAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<OneTimePassword>> ResetPasswordAsync(
        Guid id, IUsers users, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await users.ResetPasswordAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<ApiTokenSummary>>> ListTokensAsync(
        Guid id, IApiTokens tokens, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await tokens.ListAsync(id, caller.Actor, cancellationToken)));
}

/// <param name="Role">The role in the portal; null for none.</param>
internal sealed record RoleBody(PortalRole? Role);

using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Web.Api;

namespace Portal.Web.Access;

/// <summary>The caller's own account.</summary>
internal static class MeApi
{
    private const string Tag = "Me";

    public static void MapMe(this RouteGroupBuilder api)
    {
        var me = api.MapGroup("/me").RequireAuthorization(PageRules.SignedIn);
        me.MapGet("/", Get).Says("GetMe", Tag, "Who you are, and what you may do.");
        me.MapGet("/antiforgery", GetAntiforgery).WithMetadata(new AllowedBeforePasswordChangeAttribute())
            .Says("GetAntiforgeryToken", Tag, "The token that a browser's session sends with unsafe methods.");
        me.MapPost("/password", ChangePasswordAsync).WithMetadata(new AllowedBeforePasswordChangeAttribute()).Fails(422, 429)
            .Says("ChangePassword", Tag, "Changes your password and ends all sessions but this one.");
    }

    private static Ok<Me> Get(Caller caller) => TypedResults.Ok(new Me(
        caller.Actor.Id,
        caller.Actor.Name,
        [.. caller.Actor.Roles.Order()],
        [.. caller.Actor.Teams.Select(team => new MyTeam(team.Key, team.Value))],
        [.. Enum.GetValues<Permission>().Where(permission => AccessPolicy.Allows(caller.Actor, permission))]));

    private static Ok<AntiforgeryAnswer> GetAntiforgery(HttpContext context, IAntiforgery antiforgery)
    {
        var tokens = antiforgery.GetAndStoreTokens(context);
        return TypedResults.Ok(new AntiforgeryAnswer(tokens.HeaderName!, tokens.RequestToken!));
    }

    private static async Task<NoContent> ChangePasswordAsync(
        PasswordChange body, IUsers users, SignInLimits limits, SignInService sessions, HttpContext context, CancellationToken cancellationToken)
    {
        var id = context.User.UserId()!.Value;
        if (!limits.TryEnter(context.Connection.RemoteIpAddress, context.User.Identity!.Name!))
        {
            throw new BadHttpRequestException("Too many attempts.", StatusCodes.Status429TooManyRequests);
        }

        await users.ChangeOwnPasswordAsync(body, id, context.User.SessionId(), cancellationToken);
        if (context.User.TokenId() is null)
        {
            await sessions.RefreshAsync(id);
        }

        return TypedResults.NoContent();
    }
}

/// <summary>The caller.</summary>
/// <param name="Permissions">What is held for everything, whoever owns it. What the roles in teams hold comes on top, for what those teams own.</param>
internal sealed record Me(
    Guid Id, string Name, IReadOnlyList<PortalRole> Roles, IReadOnlyList<MyTeam> Teams, IReadOnlyList<Permission> Permissions);

/// <summary>The caller's role in a team.</summary>
internal sealed record MyTeam(Guid TeamId, TeamRole Role);

/// <summary>What to send, and in which header.</summary>
internal sealed record AntiforgeryAnswer(string HeaderName, string Token);

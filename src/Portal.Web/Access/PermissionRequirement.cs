using Microsoft.AspNetCore.Authorization;
using Portal.Core.Access;

namespace Portal.Web.Access;

/// <summary>
/// The rule of an endpoint or page: <see cref="AccessPolicy"/> decides, on roles read now. Who holds the permission in a team is
/// let in: the feature service keeps such a caller to what the team owns.
/// </summary>
internal sealed record PermissionRequirement(Permission Permission) : IAuthorizationRequirement;

internal sealed class PermissionHandler(ActorSource actors) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var cancellationToken = (context.Resource as HttpContext)?.RequestAborted ?? CancellationToken.None;
        if (await actors.ReadAsync(context.User, cancellationToken) is { Active: true } state
            && AccessPolicy.AllowsSomewhere(state.Actor, requirement.Permission))
        {
            context.Succeed(requirement);
        }
    }
}

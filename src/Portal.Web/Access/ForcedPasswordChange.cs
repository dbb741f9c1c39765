using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Access;

/// <summary>
/// Until a one-time password was changed, everything that needs an account leads to the page that changes it.
/// A session whose account was disabled ends here at once.
/// </summary>
internal sealed class ForcedPasswordChange(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, ActorSource actors, RequestPrincipal request)
    {
        request.User = context.User;
        request.Address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var metadata = context.GetEndpoint()?.Metadata;
        var isOpen = metadata is null
            || metadata.GetMetadata<IAllowAnonymous>() is not null
            || metadata.GetMetadata<AllowedBeforePasswordChangeAttribute>() is not null;
        if (isOpen || context.User.Identity?.IsAuthenticated != true)
        {
            await next(context);
            return;
        }

        var state = await actors.ReadAsync(context.User, context.RequestAborted);
        if (state is { Active: true, MustChangePassword: false })
        {
            await next(context);
        }
        else if (ApiPaths.IsApi(context))
        {
            var status = state is { Active: true } ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
            var problem = state is { Active: true } ? ActorState.PasswordChangeRequired().Problem : ProblemStatus.Describe(status);
            await ProblemAnswers.WriteAsync(context, problem, status);
        }
        else if (state is { Active: true })
        {
            context.Response.Redirect(AccountPaths.To(AccountPaths.Password, context.Request));
        }
        else
        {
            await context.RequestServices.GetRequiredService<SignInManager<PortalUser>>().SignOutAsync();
            context.Response.Redirect(AccountPaths.To(AccountPaths.SignIn, context.Request));
        }
    }
}

/// <summary>Marks what can be used while a one-time password still has to be changed.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AllowedBeforePasswordChangeAttribute : Attribute;

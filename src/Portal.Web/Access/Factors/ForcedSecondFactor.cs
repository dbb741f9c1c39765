using Microsoft.AspNetCore.Authorization;
using Portal.Core.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Access.Factors;

/// <summary>Until an account that must have a second factor has one, everything that needs an account leads to its set-up.</summary>
internal sealed class ForcedSecondFactor(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, ActorSource actors)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        var isOpen = metadata is null
            || metadata.GetMetadata<IAllowAnonymous>() is not null
            || metadata.GetMetadata<AllowedBeforePasswordChangeAttribute>() is not null
            || metadata.GetMetadata<AllowedBeforeSecondFactorAttribute>() is not null;
        if (isOpen || context.User.Identity?.IsAuthenticated != true || await actors.ReadAsync(context.User, context.RequestAborted) is not { MustSetUpFactor: true })
        {
            await next(context);
        }
        else if (ApiPaths.IsApi(context))
        {
            await ProblemAnswers.WriteAsync(context, ActorState.FactorRequired().Problem, StatusCodes.Status403Forbidden);
        }
        else
        {
            context.Response.Redirect(AccountPaths.To(AccountPaths.Authenticator, context.Request));
        }
    }
}

/// <summary>Marks what can be used while a second factor still has to be set up.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class AllowedBeforeSecondFactorAttribute : Attribute;

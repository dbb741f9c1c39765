using Portal.Web.Access;

namespace Portal.Web.Audit;

/// <summary>Records the requests that were answered with 403 to somebody who is signed in.</summary>
internal sealed class RefusedRequests(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, ActorSource actors, IRefusals refusals)
    {
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && context.User.Identity?.IsAuthenticated == true
            && await actors.ReadAsync(context.User, CancellationToken.None) is { } state)
        {
            await refusals.AddAsync(state.Actor, $"{context.Request.Method} {context.Request.Path}", CancellationToken.None);
        }
    }
}

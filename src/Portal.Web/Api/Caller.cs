using System.Reflection;
using Portal.Core.Access;

namespace Portal.Web.Api;

/// <summary>Who calls an endpoint, with the roles held now.</summary>
internal sealed record Caller(Actor Actor)
{
    public static async ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo _) =>
        new(await context.RequestServices.GetRequiredService<IActorSource>().GetAsync(context.RequestAborted));
}

using Portal.Core.Access.Factors;

namespace Portal.Web.Access.Factors;

/// <summary>Binds a challenge to the browser that asked for it.</summary>
internal sealed class PasskeyCookie(PasskeyChallenges challenges, IHttpContextAccessor http)
{
    public const string Name = "portal.passkey";

    /// <param name="userId">Who registers a passkey; null where somebody signs in.</param>
    /// <param name="state">What is needed to check the answer.</param>
    public async Task BeginAsync(Guid? userId, string state)
    {
        var context = http.HttpContext!;
        var id = await challenges.AddAsync(userId, state, context.RequestAborted);
        context.Response.Cookies.Append(Name, id.ToString(), Options(context));
    }

    /// <summary>What was asked of this browser; null when it was answered before, too long ago, or of somebody else.</summary>
    public async Task<string?> TakeAsync(Guid? userId)
    {
        var context = http.HttpContext!;
        if (!Guid.TryParse(context.Request.Cookies[Name], out var id))
        {
            return null;
        }

        context.Response.Cookies.Delete(Name, Options(context));
        return await challenges.TakeAsync(id, userId, context.RequestAborted);
    }

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/account",
        MaxAge = PasskeyChallenges.Lifetime,
    };
}

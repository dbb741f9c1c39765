using System.Security.Claims;

namespace Portal.Web.Access;

/// <summary>What the portal reads of a principal. Roles are not among it: they are read from the database.</summary>
internal static class PortalClaims
{
    /// <summary>The id of the API token in use.</summary>
    public const string Token = "portal:token";

    /// <summary>The id of the browser's session.</summary>
    public const string Session = "portal:session";

    public static Guid? UserId(this ClaimsPrincipal principal) => Id(principal, ClaimTypes.NameIdentifier);

    public static Guid? TokenId(this ClaimsPrincipal principal) => Id(principal, Token);

    public static Guid? SessionId(this ClaimsPrincipal principal) => Id(principal, Session);

    private static Guid? Id(ClaimsPrincipal principal, string claim) =>
        Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : null;
}

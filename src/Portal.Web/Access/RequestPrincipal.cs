using System.Security.Claims;

namespace Portal.Web.Access;

/// <summary>Who sent the request that this scope serves; empty in a circuit, whose scope is its own.</summary>
internal sealed class RequestPrincipal
{
    public ClaimsPrincipal? User { get; set; }

    /// <summary>From where, also in a circuit; empty where it is not known.</summary>
    public string Address { get; set; } = "";
}

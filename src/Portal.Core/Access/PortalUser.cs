using Microsoft.AspNetCore.Identity;

namespace Portal.Core.Access;

/// <summary>A local account.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    /// <summary>Set for a one-time password: everything but the change-password page is closed until it is changed.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

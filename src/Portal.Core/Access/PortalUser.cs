using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.AspNetCore.Identity;

namespace Portal.Core.Access;

/// <summary>A local account.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    /// <summary>Set for a one-time password: everything but the change-password page is closed until it is changed.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Closed by an admin: a lock without end. A lock after wrong passwords ends by itself, and does not stop API tokens.</summary>
    [NotMapped]
    public bool IsDisabled => IsEndless(LockoutEnd);

    /// <summary>True for the lock that <see cref="IsDisabled"/> stands for.</summary>
    public static bool IsEndless(DateTimeOffset? lockoutEnd) => lockoutEnd?.Year >= 9999;
}

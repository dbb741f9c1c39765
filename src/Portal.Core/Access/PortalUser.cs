using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.AspNetCore.Identity;

namespace Portal.Core.Access;

/// <summary>An account of a person, or of automation.</summary>
public sealed class PortalUser : IdentityUser<Guid>
{
    /// <summary>Set for a one-time password: everything but the change-password page is closed until it is changed.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>An account for automation: it has tokens, no password, and never signs in.</summary>
    public bool IsService { get; init; }

    /// <summary>The team that a service account belongs to, and outside of which it holds nothing, also when the team is gone; null for one of the whole portal.</summary>
    public Guid? OwnerTeamId { get; init; }

    /// <summary>The provider whose groups give the role in the portal; null for one that was given by hand, and for none.</summary>
    public string? RoleProvider { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Closed by an admin: a lock without end. A lock after wrong passwords ends by itself, and does not stop API tokens.</summary>
    [NotMapped]
    public bool IsDisabled => IsEndless(LockoutEnd);

    /// <summary>True for the lock that <see cref="IsDisabled"/> stands for.</summary>
    public static bool IsEndless(DateTimeOffset? lockoutEnd) => lockoutEnd?.Year >= 9999;
}

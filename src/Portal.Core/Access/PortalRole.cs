namespace Portal.Core.Access;

/// <summary>
/// Roles in the whole portal, over all teams. A person may have one or none: who has none sees what the own teams own.
/// <see cref="AccessPolicy"/> says what each may do.
/// </summary>
public enum PortalRole
{
    /// <summary>Sees everything but credentials; keeps boards of the own.</summary>
    Viewer,

    /// <summary>Joins and leaves clusters, installs components, runs operations.</summary>
    Operator,

    /// <summary>Also manages users, teams and settings, and sees the job dashboard.</summary>
    Admin,

    /// <summary>Sees everything that a viewer sees, and changes nothing.</summary>
    Auditor,
}

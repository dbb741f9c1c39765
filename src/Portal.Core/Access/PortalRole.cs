namespace Portal.Core.Access;

/// <summary>Portal-wide roles, each holding all that the ones before it may do.</summary>
public enum PortalRole
{
    /// <summary>Sees everything but credentials; changes nothing.</summary>
    Viewer,

    /// <summary>Joins and leaves clusters, installs components, runs operations.</summary>
    Operator,

    /// <summary>Also manages users, teams and settings, and sees the job dashboard.</summary>
    Admin,
}

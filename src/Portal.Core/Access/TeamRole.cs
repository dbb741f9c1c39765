namespace Portal.Core.Access;

/// <summary>Roles of a member in a team, each holding all that the ones before it may do with what the team owns.</summary>
public enum TeamRole
{
    /// <summary>Sees what the team owns.</summary>
    Viewer,

    /// <summary>Also changes the team's applications.</summary>
    Developer,

    /// <summary>Also changes the team's fleets and clusters, and runs operations on them.</summary>
    Operator,

    /// <summary>Also manages the team's members.</summary>
    Owner,
}

namespace Portal.Web.Shell;

/// <summary>What the person chose, or nothing yet: then the pages follow the system.</summary>
public enum Appearance
{
    System,
    Light,
    Dark,
}

namespace Portal.Web.Shell;

/// <summary>Cookies that shell.js writes. They hold preferences and nothing else.</summary>
public static class PreferenceCookies
{
    public const string Appearance = "portal.appearance";
    public const string SystemScheme = "portal.scheme";
    public const string Dark = "dark";
}

namespace Portal.Web.Shell;

/// <summary>The languages of the pages, each under its own name.</summary>
public static class PortalCultures
{
    public const string Default = "en";

    public static IReadOnlyList<(string Culture, string Name)> All { get; } = [("en", "English"), ("zh-Hans", "简体中文")];

    public static string[] Names { get; } = [.. All.Select(culture => culture.Culture)];

    public static bool IsCurrent(string culture) => System.Globalization.CultureInfo.CurrentUICulture.Name == culture;
}

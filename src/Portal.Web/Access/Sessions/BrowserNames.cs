namespace Portal.Web.Access.Sessions;

/// <summary>What a person calls a browser, from its User-Agent header (RFC 9110, 10.1.5): enough to tell the own sessions apart.</summary>
internal static class BrowserNames
{
    // Each browser also names those that it descends from: the more special ones come first.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("HeadlessChrome/", "Chrome"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
    ];

    /// <summary>Such as "Firefox · Linux"; empty for what is not known. Nothing of the header itself.</summary>
    public static string Of(string userAgent) =>
        string.Join(" · ", new[] { Find(Browsers, userAgent), Find(Systems, userAgent) }.Where(name => name.Length > 0));

    private static string Find((string Mark, string Name)[] known, string userAgent) =>
        Array.Find(known, each => userAgent.Contains(each.Mark, StringComparison.Ordinal)).Name ?? "";
}

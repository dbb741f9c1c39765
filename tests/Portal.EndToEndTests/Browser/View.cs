using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>How somebody looks at the portal.</summary>
/// <param name="Name">Ends the names of screenshots.</param>
public sealed record View(string Name, ColorScheme Scheme, string Locale = "en-US", int Width = 1280)
{
    public static View Light { get; } = new("light", ColorScheme.Light);

    public static View Chinese { get; } = new("zh", ColorScheme.Light, "zh-CN");
}

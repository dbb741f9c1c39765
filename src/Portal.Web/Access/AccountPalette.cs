using System.Globalization;
using MudBlazor;
using MudBlazor.Utilities;
using Portal.Web.Shell;

namespace Portal.Web.Access;

/// <summary>
/// The theme's colours as a style sheet that follows the system by itself: account pages have no circuit that could tell
/// the theme provider which palette to take.
/// </summary>
internal static class AccountPalette
{
    private static readonly (string Name, Func<Palette, MudColor> Of)[] Colours =
    [
        ("background", palette => palette.Background),
        ("surface", palette => palette.Surface),
        ("text-primary", palette => palette.TextPrimary),
        ("text-secondary", palette => palette.TextSecondary),
        ("primary", palette => palette.Primary),
        ("primary-text", palette => palette.PrimaryContrastText),
        ("lines-default", palette => palette.LinesDefault),
        ("lines-inputs", palette => palette.LinesInputs),
        ("error", palette => palette.Error),
    ];

    public static string Css { get; } = $":root {{ {string.Concat(Colours.Select(Declaration))}}}";

    private static string Declaration((string Name, Func<Palette, MudColor> Of) colour) => string.Create(
        CultureInfo.InvariantCulture,
        $"--mud-palette-{colour.Name}: light-dark({Hex(colour.Of(PortalTheme.Theme.PaletteLight))}, {Hex(colour.Of(PortalTheme.Theme.PaletteDark))}); ");

    private static string Hex(MudColor colour) => colour.ToString(MudColorOutputFormats.Hex);
}

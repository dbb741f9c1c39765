using MudBlazor;

namespace Portal.Web.Shell;

/// <summary>The product's one theme. Every pair of text and ground used has a contrast of at least 4.5 in both palettes.</summary>
public static class PortalTheme
{
    private static readonly string[] Sans =
        ["Inter Variable", "system-ui", "-apple-system", "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#2f5bd8",
            PrimaryContrastText = "#ffffff",
            Secondary = "#59636e",
            Tertiary = "#6639ba",
            Success = "#1a7f37",
            Warning = "#8a5a00",
            Error = "#c81e2b",
            ErrorContrastText = "#ffffff",
            Info = "#0a62c4",
            Black = "#1f2328",
            Background = "#f7f8fa",
            BackgroundGray = "#eef0f3",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1f2328",
            DrawerBackground = "#f7f8fa",
            DrawerText = "#3d444d",
            DrawerIcon = "#59636e",
            TextPrimary = "#1f2328",
            TextSecondary = "#59636e",
            TextDisabled = "#6e7781",
            ActionDefault = "#59636e",
            ActionDisabled = "#8c959f",
            ActionDisabledBackground = "#eaeef2",
            Divider = "#dfe3e8",
            DividerLight = "#eaedf0",
            LinesDefault = "#dfe3e8",
            LinesInputs = "#868f99",
            TableLines = "#e6e9ed",
            TableHover = "#f1f4f9",
            HoverOpacity = 0.06,
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#84a9ff",
            PrimaryContrastText = "#0c1222",
            Secondary = "#9aa4b0",
            Tertiary = "#b794f6",
            Success = "#4ac26b",
            Warning = "#d9a032",
            Error = "#ff7b72",
            ErrorContrastText = "#1c0a0a",
            Info = "#6cb0ff",
            Black = "#0d1014",
            Background = "#0f1216",
            BackgroundGray = "#1c2128",
            Surface = "#161a20",
            AppbarBackground = "#12161b",
            AppbarText = "#e6eaf0",
            DrawerBackground = "#12161b",
            DrawerText = "#c4ccd6",
            DrawerIcon = "#9aa4b0",
            TextPrimary = "#e6eaf0",
            TextSecondary = "#9aa4b0",
            TextDisabled = "#858f9b",
            ActionDefault = "#9aa4b0",
            ActionDisabled = "#6a7480",
            ActionDisabledBackground = "#222831",
            Divider = "#2a3038",
            DividerLight = "#20262d",
            LinesDefault = "#2a3038",
            LinesInputs = "#6a7480",
            TableLines = "#242a32",
            TableHover = "#1c222a",
            HoverOpacity = 0.08,
        },
        LayoutProperties = new LayoutProperties
        {
            DefaultBorderRadius = "6px",
            AppbarHeight = "48px",
            DrawerWidthLeft = "208px",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            H1 = new H1Typography { FontSize = "1.25rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "-0.01em" },
            H2 = new H2Typography { FontSize = "0.9375rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H3 = new H3Typography { FontSize = "0.875rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            H6 = new H6Typography { FontSize = "1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontSize = "0.875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontSize = "0.8125rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontSize = "0.8125rem", FontWeight = "500", TextTransform = "none", LetterSpacing = "normal", LineHeight = "1.5" },
            Caption = new CaptionTypography { FontSize = "0.75rem", LineHeight = "1.4", LetterSpacing = "normal" },
            Subtitle1 = new Subtitle1Typography { FontSize = "0.875rem", FontWeight = "500", LetterSpacing = "normal" },
            Subtitle2 = new Subtitle2Typography { FontSize = "0.8125rem", FontWeight = "500", LetterSpacing = "normal" },
        },
    };
}

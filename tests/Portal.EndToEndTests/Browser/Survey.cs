using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Portal.Testing;

namespace Portal.EndToEndTests.Browser;

/// <summary>Looks at a page: keeps its picture, and asks axe and the page itself what keeps people out.</summary>
public static class Survey
{
    private const int Telephone = 390;

    /// <summary>"Join.Step.Check" in place of words: a resource is missing.</summary>
    private const string RawKeys = """
        () => [...new Set(document.body.innerText.match(/(?<![\w./-])[A-Z][A-Za-z]+(\.[A-Z][A-Za-z]+)+(?![\w/-])/g) ?? [])]
        """;

    /// <summary>The page itself must not be wider than the screen; what is wide scrolls inside a frame of its own.</summary>
    private const string Overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";

    /// <summary>While a menu is open, its items cut pieces off what lies below; that comes back whole when it closes.</summary>
    private const string IsWithinReach = """
        selector => {
          const menu = document.querySelector('.mud-popover-open .mud-menu-list');
          return !menu || menu.contains(document.querySelector(selector));
        }
        """;

    /// <summary>WCAG 2.2 A and AA.</summary>
    private static readonly RunOnlyOptions Wcag = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };

    /// <summary>Those of its rules that another theme can break.</summary>
    private static readonly RunOnlyOptions OfColours = new() { Type = "rule", Values = ["color-contrast", "link-in-text-block"] };

    private static readonly string Folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;

    /// <summary>Opens a page and waits until its content has arrived.</summary>
    public static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await SettleAsync(page);
    }

    /// <summary>Waits until the page lives (account pages have no circuit and do not) and nothing is still loading.</summary>
    public static async Task SettleAsync(IPage page)
    {
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.account') || ('live' in document.documentElement.dataset && !document.querySelector('[aria-busy=true]'))");
        await page.EvaluateAsync("() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))");
    }

    /// <summary>The whole page, or the screen where a dialog covers it.</summary>
    public static async Task PictureAsync(IPage page, string name)
    {
        var isCovered = await page.Locator(".mud-dialog").CountAsync() > 0;
        await page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = !isCovered, Animations = ScreenshotAnimations.Disabled });
    }

    /// <summary>Looks at what stands on the screen in both themes and on a telephone; returns what is wrong with it.</summary>
    public static async Task<IReadOnlyList<string>> LookAsync(IPage page, string name)
    {
        List<string> faults = [];
        await PictureAsync(page, $"{name}-light");
        faults.AddRange(await BarriersAsync(page, Wcag));
        faults.AddRange((await page.EvaluateAsync<string[]>(RawKeys)).Select(key => $"raw key: {key}"));

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.WaitForFunctionAsync("() => document.querySelector('.account, .shell.dark')");
        await PictureAsync(page, $"{name}-dark");
        faults.AddRange(await BarriersAsync(page, OfColours));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.WaitForFunctionAsync("() => document.querySelector('.account, .shell.light')");

        var size = page.ViewportSize!;
        await page.SetViewportSizeAsync(Telephone, size.Height);
        await SettleAsync(page);
        await PictureAsync(page, $"{name}-narrow");
        var overflow = await page.EvaluateAsync<int>(Overflow);
        if (overflow > 0)
        {
            faults.Add($"{overflow} px wider than {Telephone}");
        }

        await page.SetViewportSizeAsync(size.Width, size.Height);
        return [.. faults.Select(fault => $"{name}: {fault}")];
    }

    /// <summary>What is too pale to be read in the theme that stands on the screen.</summary>
    public static Task<IReadOnlyList<string>> PaleAsync(IPage page) => BarriersAsync(page, OfColours);

    /// <summary>One line for each thing that axe finds, with where.</summary>
    private static async Task<IReadOnlyList<string>> BarriersAsync(IPage page, RunOnlyOptions rules)
    {
        var result = await page.RunAxe(new AxeRunOptions { RunOnly = rules });
        List<string> barriers = [];
        foreach (var violation in result.Violations)
        {
            foreach (var node in violation.Nodes)
            {
                if (violation.Id != "target-size" || await page.EvaluateAsync<bool>(IsWithinReach, node.Target.ToString()))
                {
                    barriers.Add($"{violation.Id}: {violation.Help}: {node.Target} {node.Html}");
                }
            }
        }

        return barriers;
    }
}

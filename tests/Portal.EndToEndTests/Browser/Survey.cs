using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Portal.Testing;

namespace Portal.EndToEndTests.Browser;

/// <summary>Looks at a page: keeps its picture, and asks axe what keeps people out.</summary>
public static class Survey
{
    private static readonly string Folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "screenshots")).FullName;

    /// <summary>Opens a page and waits until its content has arrived.</summary>
    public static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await SettleAsync(page);
    }

    public static async Task SettleAsync(IPage page)
    {
        await page.Locator("h1, [role=alert], .empty").First.WaitForAsync();
        await page.WaitForFunctionAsync("() => !document.querySelector('[aria-busy=true], .skeleton')");
        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
    }

    public static Task PictureAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), FullPage = true, Animations = ScreenshotAnimations.Disabled });

    /// <summary>WCAG 2.2 A and AA; one line for each thing found, with where.</summary>
    public static async Task<IReadOnlyList<string>> BarriersAsync(IPage page)
    {
        var result = await page.RunAxe(new AxeRunOptions
        {
            RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        });
        return [.. result.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Target} {node.Html}"))];
    }
}

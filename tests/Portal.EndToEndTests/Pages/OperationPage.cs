using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>/operations/ID.</summary>
public sealed class OperationPage(IPage page)
{
    private static readonly LocatorAssertionsToBeVisibleOptions InTime = new() { Timeout = 120_000 };

    private ILocator State => page.GetByRole(AriaRole.Banner).Or(page.Locator(".page-header")).Locator(".status").First;

    /// <summary>Lines of the log on the screen, which arrive by themselves.</summary>
    public ILocator Log => page.GetByRole(AriaRole.Region, new() { Name = "Log" }).Or(page.GetByRole(AriaRole.Log)).First;

    /// <summary>Waits for the end. Nothing is reloaded: the page must learn of it.</summary>
    public async Task SucceedsAsync() =>
        await Assertions.Expect(page.Locator(".page-header").GetByText("Succeeded").First).ToBeVisibleAsync(InTime);

    /// <summary>Waits until it has failed and says why.</summary>
    public async Task FailsAsync() => await Assertions.Expect(page.Locator(".failure")).ToBeVisibleAsync(InTime);

    public Task<string> StateAsync() => State.InnerTextAsync();
}

using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>/fleets.</summary>
public sealed class FleetsPage(IPage page)
{
    public async Task CreateAsync(string name)
    {
        await page.GotoAsync("/fleets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create fleet" }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = false }).Last.ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }
}

using ClusterSim.Hosting;
using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>Dialogs, menus and what opens by a key.</summary>
public static class DialogScenes
{
    public static IReadOnlyList<Scene> All(SimHost sim) =>
    [
        new("palette", "/", async page =>
        {
            await page.Keyboard.PressAsync("Control+k");
            await page.Locator(".palette-input").FillAsync("frank");
            await page.Locator(".palette-entry").GetByText("frankfurt").First.WaitForAsync();
            await page.Locator(".palette-busy").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        }),
        new("keys", "/clusters", async page =>
        {
            await page.Keyboard.PressAsync("?");
            await page.Locator(".key-list").WaitForAsync();
        }),
        new("facet", "/clusters", page => OpenMenuAsync(page, ".facet")),
        new("appearance", "/", page => OpenMenuAsync(page, ".top-acts .icon-button")),
        new("account-menu", "/", page => OpenMenuAsync(page, ".user-button")),
        new("fleet-create", "/fleets", page => OpenDialogAsync(page, ".page-acts .mud-button-filled")),
        new("fleet-delete", "/fleets", async page =>
        {
            await page.Locator("td.strong a").Last.ClickAsync();
            await OpenDialogAsync(page, ".page-acts .mud-button-outlined-error");
        }),
        new("team-create", "/teams", page => OpenDialogAsync(page, ".page-acts .mud-button-filled")),
        new("leave", "/clusters/frankfurt", page => OpenDialogAsync(page, ".page-acts .mud-button-outlined-error")),
        new("kubeconfig", "/clusters/frankfurt", async page =>
        {
            await OpenDialogAsync(page, ".page-acts .mud-button-outlined:not(.mud-button-outlined-error)");
            await page.Locator("#kubeconfig-life").WaitForAsync();
        }),
        new("install", "/components/volcano", page => OpenDialogAsync(page, ".page-acts .mud-button-filled")),
        new("install-plan", "/components/volcano", async page =>
        {
            await OpenDialogAsync(page, ".page-acts .mud-button-filled");
            await page.Locator(".picker-row input").First.CheckAsync();
            await page.Locator(".mud-dialog-actions .mud-button-filled").ClickAsync();
            await page.Locator(".mud-dialog .plan").First.WaitForAsync();
        }),
        new("release-menu", "/components/volcano", page => OpenMenuAsync(page, ".row-acts .icon-button")),
        new("drift", "/components/volcano", page => OpenDialogAsync(page, "tr:has-text('frankfurt') td .link-button")),
        new("upgrade", "/components/volcano", page => RowActAsync(page, 0)),
        new("roll-back", "/components/volcano", page => RowActAsync(page, 1)),
        new("uninstall", "/components/volcano", page => RowActAsync(page, 2)),
        new("token-created", "/settings/tokens", async page =>
        {
            await page.Locator(".inline-form input[type=text]").FillAsync("pipeline");
            await page.Locator(".inline-form button[type=submit]").ClickAsync();
            await page.Locator(".secret").WaitForAsync();
        }),
        new("join-command-made", "/join?way=command", async page =>
        {
            await page.Locator(".wizard input[type=text]").First.FillAsync($"oslo-{Guid.NewGuid():N}"[..9]);
            await page.Locator(".wizard .select").First.SelectOptionAsync(new SelectOptionValue { Index = 1 });
            await page.Locator(".form-acts .mud-button-filled").ClickAsync();
            await page.Locator(".command").First.WaitForAsync();
        }),
    ];

    private static async Task OpenMenuAsync(IPage page, string button)
    {
        await page.Locator(button).First.ClickAsync();
        await page.Locator(".mud-popover-open .mud-menu-item").First.WaitForAsync();
    }

    private static async Task OpenDialogAsync(IPage page, string button)
    {
        await page.Locator(button).First.ClickAsync();
        await page.Locator(".mud-dialog").WaitForAsync();
    }

    /// <summary>On the cluster that has an earlier revision to go back to.</summary>
    private static async Task RowActAsync(IPage page, int item)
    {
        await OpenMenuAsync(page, "tr:has-text('frankfurt') .row-acts .icon-button");
        await page.Locator(".mud-popover-open .mud-menu-item").Nth(item).ClickAsync();
        await page.Locator(".mud-dialog").WaitForAsync();
    }
}

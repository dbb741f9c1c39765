using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>/components/NAME.</summary>
public sealed class ComponentPage(IPage page, string component)
{
    /// <summary>The row of one cluster in "Installed on".</summary>
    public ILocator RowOf(string cluster) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = cluster }).First;

    public Task OpenAsync() => page.GotoAsync($"/components/{component}");

    /// <summary>Installs on one cluster; ends on the operation's page.</summary>
    public async Task InstallAsync(string cluster, Func<string, Task>? onStep = null)
    {
        await OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Install", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Checkbox, new() { Name = cluster }).CheckAsync();
        await SeenAsync("form");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Review the plan" }).ClickAsync();
        await dialog.GetByText("Counts as ready when these are").WaitForAsync();
        await SeenAsync("plan");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Install", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/operations/**");

        async Task SeenAsync(string step)
        {
            if (onStep is not null)
            {
                await onStep(step);
            }
        }
    }

    /// <summary>Uninstalls from one cluster, confirming by name.</summary>
    public async Task UninstallAsync(string cluster, Func<Task>? onConfirm = null)
    {
        await OpenAsync();
        await RowOf(cluster).GetByRole(AriaRole.Button).Last.ClickAsync();
        await page.GetByText("Uninstall", new() { Exact = true }).ClickAsync();
        await ConfirmDialog.ConfirmAsync(page, "Uninstall", onConfirm);
    }
}

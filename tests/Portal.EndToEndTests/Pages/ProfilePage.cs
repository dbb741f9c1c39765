using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>/profiles/new, and a fleet's own profile on /fleets/ID.</summary>
public sealed class ProfilePage(IPage page)
{
    /// <summary>The row of one cluster beside the fleet's profile.</summary>
    public ILocator RowOf(string cluster) => page.GetByRole(AriaRole.Table, new() { Name = "Profile" }).GetByRole(AriaRole.Row).Filter(new() { HasText = cluster });

    /// <summary>Puts a profile together by the form; ends on its own page.</summary>
    public async Task CreateAsync(string name, IEnumerable<string> components, Func<Task> onFilled)
    {
        await page.GotoAsync("/profiles/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("What each shop runs");
        foreach (var component in components)
        {
            await page.GetByRole(AriaRole.Checkbox, new() { Name = component, Exact = true }).CheckAsync();
            await Assertions.Expect(page.GetByLabel($"Version of {component}", new() { Exact = true })).ToBeVisibleAsync();
        }

        await Assertions.Expect(page.Locator("#profile-yaml")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex($"name: \"{name}\""));
        await onFilled();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**/profiles/{name}");
    }

    /// <summary>Gives the fleet a profile and plans for all of its clusters; ends on the plan's page when that can be applied.</summary>
    public async Task PlanAsync(Guid fleet, string profile)
    {
        await page.GotoAsync($"/fleets/{fleet}");
        await page.Locator("#fleet-profile").SelectOptionAsync(profile);
        await page.GetByRole(AriaRole.Button, new() { Name = "Set profile" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Plan for all clusters" }).ClickAsync();
        await page.WaitForURLAsync("**/components/plan/**");
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).WaitForAsync(new() { Timeout = 120_000 });
    }

    /// <summary>Applies the plan that is shown, going on past failures; ends on its operation's page.</summary>
    public async Task ApplyAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "Continue" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Apply", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/operations/**");
    }
}

using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>/applications/new, and an application's own page.</summary>
public sealed class ApplicationPage(IPage page)
{
    public async Task OpenAsync(string name)
    {
        await page.GotoAsync("/applications");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/applications/*-*");
    }

    /// <summary>Describes a workload by the form and looks at its preview; ends on its own page.</summary>
    public async Task CreateAsync(string name, string fleet, string image, Func<Task> onPreviewed)
    {
        await page.GotoAsync("/applications/new");
        await FieldOf("Name").FillAsync(name);
        await page.Locator("#application-fleet").SelectOptionAsync(fleet);
        await FillAsync("Name of the workload", name);
        await FillAsync("Image", image);
        await FillAsync("Port", "8080");
        await Assertions.Expect(page.Locator("#application-source")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("kind: Service"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).ClickAsync();
        await page.GetByText("+2 ~0").First.WaitForAsync(new() { Timeout = 60_000 });
        await onPreviewed();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create application", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/applications/*-*");
    }

    /// <summary>Adds a revision with another image; ends on the application's page.</summary>
    public async Task ReviseAsync(string name, string image)
    {
        await OpenAsync(name);
        await page.GetByRole(AriaRole.Link, new() { Name = "New revision", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/edit");
        await FillAsync("Image", image);
        await Assertions.Expect(page.Locator("#application-source")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex(image));
        await page.GetByRole(AriaRole.Button, new() { Name = "New revision", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/edit", StringComparison.Ordinal));
    }

    /// <summary>Delivers a revision after its preview; ends on the operation's page.</summary>
    public async Task DeliverAsync(int revision, Func<Task>? onPreviewed = null)
    {
        var row = page.GetByRole(AriaRole.Table, new() { Name = "Revisions" }).GetByRole(AriaRole.Row).Filter(new() { Has = page.Locator("td.strong", new() { HasText = $"{revision}" }) });
        await row.Locator(".link-button").Last.ClickAsync();
        var deliver = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Deliver", Exact = true });
        await page.GetByRole(AriaRole.Dialog).Locator("td .link-button").First.WaitForAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(deliver).ToBeEnabledAsync();
        if (onPreviewed is not null)
        {
            await onPreviewed();
        }

        await deliver.ClickAsync();
        await page.WaitForURLAsync("**/operations/**");
    }

    private async Task FillAsync(string label, string text)
    {
        await FieldOf(label).FillAsync(text);
        await FieldOf(label).PressAsync("Tab");
    }

    private ILocator FieldOf(string label) => page.GetByLabel(label, new() { Exact = true });
}

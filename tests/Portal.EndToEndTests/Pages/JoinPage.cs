using Microsoft.Playwright;

namespace Portal.EndToEndTests.Pages;

/// <summary>/join: the wizard for a kubeconfig.</summary>
public sealed class JoinPage(IPage page)
{
    /// <summary>Goes through the wizard; ends on the operation's page.</summary>
    public async Task JoinAsync(string kubeconfig, string name, string fleet, string provider, string region, Func<string, Task>? onStep = null)
    {
        await page.GotoAsync("/join");
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = "Kubeconfig" });
        await field.FillAsync(kubeconfig);
        await field.BlurAsync();
        await SeenAsync("kubeconfig");
        await ContinueAsync("Context");
        await SeenAsync("context");
        await ContinueAsync("Describe");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Fleet", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = fleet });
        await page.GetByLabel("Provider", new() { Exact = true }).FillAsync(provider);
        await page.GetByLabel("Region", new() { Exact = true }).FillAsync(region);
        await page.GetByLabel("Region", new() { Exact = true }).BlurAsync();
        await SeenAsync("describe");
        await ContinueAsync("Pre-flight");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check again" }).WaitForAsync();
        await SeenAsync("pre-flight");
        await ContinueAsync("Confirm");
        await SeenAsync("confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Join cluster", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/operations/**");

        async Task SeenAsync(string step)
        {
            if (onStep is not null)
            {
                await onStep(step);
            }
        }
    }

    private async Task ContinueAsync(string next)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = next, Exact = true, Level = 2 }).First.WaitForAsync();
    }
}

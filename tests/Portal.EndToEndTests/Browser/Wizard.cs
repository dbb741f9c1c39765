using Microsoft.Playwright;

namespace Portal.EndToEndTests.Browser;

/// <summary>Walks through the join wizard without knowing its language.</summary>
public static class Wizard
{
    public static async Task PasteAsync(IPage page, string kubeconfig)
    {
        await page.Locator("#kubeconfig").FillAsync(kubeconfig);
        await page.Locator("#kubeconfig").BlurAsync();
        await ContinueAsync(page);
        await page.Locator(".problem, .contexts").First.WaitForAsync();
    }

    /// <summary>Goes on for some steps: 1 contexts, 2 description, 3 checks.</summary>
    public static async Task ToAsync(IPage page, string kubeconfig, int step)
    {
        await PasteAsync(page, kubeconfig);
        for (var at = 1; at < step; at++)
        {
            await ContinueAsync(page);
            await page.Locator($".wizard-steps li.current:nth-child({at + 2})").WaitForAsync();
            if (at == 1)
            {
                await page.Locator(".wizard-body .select").First.SelectOptionAsync(new SelectOptionValue { Index = 1 });
            }
        }

        if (step == 3)
        {
            await page.Locator(".checks li, .problem").First.WaitForAsync();
        }
    }

    /// <summary>A kubeconfig that would run a program on the portal's machine.</summary>
    public static string WithPlugin(string kubeconfig) =>
        System.Text.RegularExpressions.Regex.Replace(kubeconfig, @"(?m)^(\s*)token:.*$", "$1exec:\n$1  apiVersion: client.authentication.k8s.io/v1\n$1  command: aws");

    private static Task ContinueAsync(IPage page) => page.Locator(".form-acts .mud-button-filled").ClickAsync();
}

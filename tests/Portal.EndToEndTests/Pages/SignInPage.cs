using Microsoft.Playwright;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Pages;

/// <summary>/account/sign-in.</summary>
public sealed class SignInPage(IPage page)
{
    public async Task SignInAsync(string name = "admin", string password = PortalHost.AdminPassword)
    {
        await page.GotoAsync("/");
        await page.Locator("input[autocomplete=username]").FillAsync(name);
        await page.Locator("input[type=password]").FillAsync(password);
        await page.Locator("form[method=post] button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));
        await page.Locator("h1").First.WaitForAsync();
    }
}

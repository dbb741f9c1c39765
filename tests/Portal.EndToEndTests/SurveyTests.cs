using System.Collections.Concurrent;
using Portal.EndToEndTests.Browser;
using Portal.Testing.Web;

namespace Portal.EndToEndTests;

/// <summary>Every page, empty and busy, in both themes, in Chinese and on a telephone: a picture of each, and no barrier that axe can find.</summary>
public sealed class SurveyTests(PortalBrowserFixture browser) : IClassFixture<PortalBrowserFixture>
{
    [Fact]
    public async Task Pages_OfEmptyThenBusyPortal_HaveNoBarrier()
    {
        ConcurrentQueue<string> faults = [];
        var lanes = await Task.WhenAll(SurveyLane.OpenAsync(browser), SurveyLane.OpenAsync(browser));
        await LookAsync(EmptyScenes.All);
        var busy = await BusyEstate.CreateAsync(browser.Fleet);
        await using var traces = await SurveyTraces.StartAsync(browser.Fleet.Portal, "frankfurt", "dublin", "workshop");
        await LookAsync([.. BusyScenes.Of(busy, browser.Fleet.Sim), .. SurveyTraces.Scenes]);
        await LookAsync(DialogScenes.All(browser.Fleet.Sim));

        Nothing(faults);

        Task LookAsync(IEnumerable<Scene> scenes)
        {
            ConcurrentQueue<Scene> left = new(scenes);
            return Task.WhenAll(lanes.Select(lane => lane.LookAsync(left, faults)));
        }
    }

    /// <summary>An assertion that tells all that was found, and not the first five.</summary>
    private static void Nothing(IEnumerable<string> faults)
    {
        var all = string.Join('\n', faults.Distinct());
        Assert.True(all.Length == 0, all);
    }

    [Fact]
    public async Task SignIn_Seen_HasNoBarrier()
    {
        var page = await browser.OpenAsync();
        await Survey.OpenAsync(page, "/");
        var faults = await Survey.LookAsync(page, "sign-in");
        await page.Locator("input[autocomplete=username]").FillAsync("nobody");
        await page.Locator("input[type=password]").FillAsync("a wrong password");
        await page.Locator("form[method=post] button[type=submit]").First.ClickAsync();
        await page.Locator(".account-problem:visible").WaitForAsync();

        Nothing(faults.Concat(await Survey.LookAsync(page, "sign-in-refused")));
    }

    [Fact]
    public async Task NewAccount_IsMadeToChangeItsPasswordAndThenRefusedWhatItMayNot()
    {
        var password = await browser.NewcomerAsync("newcomer");
        var page = await browser.OpenAsync();
        await page.GotoAsync("/");
        await page.Locator("input[autocomplete=username]").FillAsync("newcomer");
        await page.Locator("input[type=password]").FillAsync(password);
        await page.Locator("form[method=post] button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync("**/account/password**");
        var faults = await Survey.LookAsync(page, "password-forced");
        await page.Locator("input[autocomplete=current-password]").FillAsync(password);
        await page.Locator("input[autocomplete=new-password]").First.FillAsync(PortalHost.AdminPassword);
        await page.Locator("input[autocomplete=new-password]").Last.FillAsync(PortalHost.AdminPassword);
        await page.Locator("form[method=post] button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));

        await Survey.OpenAsync(page, "/settings/users");
        await page.WaitForURLAsync("**/account/denied**");

        Nothing(faults.Concat(await Survey.LookAsync(page, "denied")));
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Playwright;
using Portal.EndToEndTests.Browser;
using Portal.Testing.Web;

namespace Portal.EndToEndTests;

/// <summary>What only a browser can show of the frame around every page: keys, the live log, a lost connection, a fault.</summary>
public sealed class ShellTests(ShellFixture portal) : IClassFixture<ShellFixture>
{
    [Fact]
    public async Task Keys_InTable_MoveFilterAndOpen()
    {
        await portal.CreateFleetsAsync("alpha", "beta", "gamma");
        var page = await portal.SignedInAsync();
        await Survey.OpenAsync(page, "/fleets");
        var rows = page.Locator("tr[data-row]");

        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(0)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(rows.Nth(2)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await Assertions.Expect(rows.Nth(1)).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("[data-filter]")).ToBeFocusedAsync();
        await page.Locator("[data-filter]").FillAsync("gam");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("gamma");
    }

    [Fact]
    public async Task Menu_ClosedByKey_GivesTheFocusBack()
    {
        var page = await portal.SignedInAsync();
        await Survey.OpenAsync(page, "/fleets");
        var button = page.Locator(".user-button");

        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".mud-popover-open .mud-menu-item").First).ToBeFocusedAsync();
        await Assertions.Expect(button).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(button).ToHaveAttributeAsync("aria-expanded", "false");
        await Assertions.Expect(button).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Log_ScrolledAway_PausesAndFollowsAgain()
    {
        var operation = await portal.QueueOperationAsync();
        await portal.LogAsync(operation, 1, 200);
        var page = await portal.SignedInAsync();
        await Survey.OpenAsync(page, $"/operations/{operation}");
        await Assertions.Expect(Text(200)).ToBeInViewportAsync();

        await portal.LogAsync(operation, 201, 240);
        await Assertions.Expect(Text(240)).ToBeInViewportAsync();

        await page.Locator(".log").HoverAsync();
        await page.Mouse.WheelAsync(0, -1500);
        var follow = page.Locator(".log-foot button");
        await follow.WaitForAsync();
        var seen = await TopAsync();
        await portal.LogAsync(operation, 241, 280);
        await Assertions.Expect(page.Locator(".log-foot")).ToContainTextAsync("280");
        Assert.Equal(seen, await TopAsync());

        await follow.ClickAsync();
        await Assertions.Expect(Text(280)).ToBeInViewportAsync();
        await portal.LogAsync(operation, 281, 300);
        await Assertions.Expect(Text(300)).ToBeInViewportAsync();

        ILocator Text(int number) => page.Locator(".log .line-text").GetByText($"line {number.ToString(CultureInfo.InvariantCulture)} of the log", new() { Exact = true });

        Task<int> TopAsync() => page.Locator(".log").EvaluateAsync<int>("log => Math.round(log.scrollTop)");
    }

    [Fact]
    public async Task Connection_Lost_IsToldAndHealsWithWhatWasTyped()
    {
        var page = await portal.SignedInAsync();
        var line = await Line.OfAsync(page);
        await Survey.OpenAsync(page, "/settings/tokens");
        var name = page.Locator(".inline-form input[type=text]");
        await name.FillAsync("pipeline");
        await Assertions.Expect(page.Locator(".inline-form button[type=submit]")).ToBeEnabledAsync();

        await line.CutAsync();
        await Assertions.Expect(page.Locator(".reconnect-trying")).ToBeVisibleAsync();
        await Assertions.Expect(name).ToHaveValueAsync("pipeline");
        await Survey.PictureAsync(page, "connection-lost-light");
        Assert.Empty(await Survey.PaleAsync(page));
        line.Mend();
        await Assertions.Expect(page.Locator(".reconnect")).ToBeHiddenAsync(new() { Timeout = 60_000 });

        await page.Locator(".inline-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".secret")).ToContainTextAsync("pipeline");
    }

    [Fact]
    public async Task Portal_Restarted_ShowsThePageAgain()
    {
        var first = await PortalHost.StartAsync(portal.Database.ConnectionString);
        await using var chromium = await Chromium.StartAsync(first.Address);
        var page = await chromium.SignedInAsync();
        await Survey.OpenAsync(page, "/operations");
        await page.EvaluateAsync("() => { window.before = true; }");

        await first.DisposeAsync();
        await Assertions.Expect(page.Locator(".reconnect-trying")).ToBeVisibleAsync();
        await using var second = await PortalHost.StartAsync(
            portal.Database.ConnectionString, configure: builder => builder.WebHost.UseUrls(first.Address.ToString()));

        await page.WaitForFunctionAsync("() => !window.before && 'live' in document.documentElement.dataset");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Operations");
        await Assertions.Expect(page.Locator(".reconnect")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Page_ThatFails_KeepsTheFrameAndNamesAReference()
    {
        var page = await portal.SignedInAsync();
        await page.GotoAsync("/components");

        await Assertions.Expect(page.Locator(".problem-reference")).ToBeVisibleAsync();
        Assert.Empty(await Survey.LookAsync(page, "page-failed"));
        await page.Locator(".side-link[href='/fleets']").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Fleets");
        await Assertions.Expect(page.Locator(".problem")).ToHaveCountAsync(0);
    }
}

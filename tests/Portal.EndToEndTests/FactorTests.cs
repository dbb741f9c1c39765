using Microsoft.Playwright;
using Portal.Core.Access.Factors;
using Portal.EndToEndTests.Browser;
using Portal.Testing.Web;

namespace Portal.EndToEndTests;

/// <summary>Second factors, where only a browser can show them: the QR code, and a passkey of an authenticator that Chromium plays.</summary>
public sealed class FactorTests(ShellFixture portal) : IClassFixture<ShellFixture>
{
    private readonly List<string> _faults = [];

    [Fact]
    [Trait("Attack", "passkey")]
    public async Task Authenticator_AndPasskey_AreSetUp_AndSignIn()
    {
        var name = await portal.AddPersonAsync("grace");
        var page = await portal.OpenAsync();
        await PlayAuthenticatorAsync(page);
        await page.GotoAsync($"{portal.LocalAddress}account/sign-in");
        await LookAsync(page, "account-sign-in");
        await SignInAsync(page, name);
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));

        await page.GotoAsync($"{portal.LocalAddress}account/authenticator");
        await LookAsync(page, "account-authenticator");
        await page.Locator("input[type=password]").FillAsync(PortalHost.AdminPassword);
        await page.Locator("button[value=begin]").ClickAsync();
        var key = (await page.Locator(".account-key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        Assert.True(await page.Locator(".account-qr").EvaluateAsync<int>("picture => picture.decode().then(() => picture.naturalWidth)") > 100);
        await LookAsync(page, "account-authenticator-key");
        var step = Totp.StepAt(TimeProvider.System.GetUtcNow());
        await page.Locator("input[autocomplete=one-time-code]").FillAsync(Totp.CodeAt(key, step));
        await page.Locator("form:has([autocomplete=one-time-code]) button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".account-codes li")).ToHaveCountAsync(10);
        await LookAsync(page, "account-recovery-codes");

        await page.GotoAsync($"{portal.LocalAddress}account/passkeys");
        await LookAsync(page, "account-passkeys");
        await page.Locator("input[name='Passkey.Name']").FillAsync("my telephone");
        await page.Locator("input[type=password]").FillAsync("wrong");
        await page.Locator("form[data-passkey] button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("form[data-passkey] [role=alert]")).ToContainTextAsync("The password is wrong");
        await page.Locator("input[type=password]").FillAsync(PortalHost.AdminPassword);
        await page.Locator("form[data-passkey] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/settings/profile");
        await Assertions.Expect(page.GetByText("my telephone")).ToBeVisibleAsync();

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"{portal.LocalAddress}account/sign-in");
        await SignInAsync(page, name);
        await page.WaitForURLAsync("**/account/second-step");
        await LookAsync(page, "account-second-step");
        await page.Locator("input[autocomplete=one-time-code]").FillAsync(Totp.CodeAt(key, Math.Max(step + 1, Totp.StepAt(TimeProvider.System.GetUtcNow()))));
        await page.Locator("form:has([autocomplete=one-time-code]) button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync($"{portal.LocalAddress}account/sign-in");
        await page.Locator("form[data-passkey] button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator(".user-button")).ToBeVisibleAsync();
        Assert.Empty(_faults);
    }

    /// <summary>A device with a screen lock, as Chromium plays it for tests (DevTools protocol, WebAuthn domain).</summary>
    private static async Task PlayAuthenticatorAsync(IPage page)
    {
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }

    private static async Task SignInAsync(IPage page, string name)
    {
        await page.Locator("input[autocomplete=username]").FillAsync(name);
        await page.Locator("input[type=password]").FillAsync(PortalHost.AdminPassword);
        await page.Locator("form:has([type=password]) button[type=submit]").ClickAsync();
    }

    private async Task LookAsync(IPage page, string name) => _faults.AddRange(await Survey.LookAsync(page, name));
}

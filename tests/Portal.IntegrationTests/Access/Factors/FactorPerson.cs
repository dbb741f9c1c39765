using System.Net;
using System.Text.RegularExpressions;
using Portal.Core.Access.Factors;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.Factors;

/// <summary>Somebody with a browser and an authenticator app, at the portal's own pages.</summary>
internal sealed partial class FactorPerson : IDisposable
{
    private long _lastStep;

    public FactorPerson(PortalHost host, string name)
    {
        Name = name;
        NewBrowser(host);
    }

    public string Name { get; }

    public HttpClient Browser { get; private set; } = null!;

    /// <summary>Those of <see cref="Browser"/>.</summary>
    public CookieContainer Cookies { get; private set; } = new();

    public string Key { get; private set; } = "";

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void NewBrowser(PortalHost host)
    {
        Browser?.Dispose();
        Cookies = new CookieContainer();
        Browser = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = host.Address };
    }

    /// <summary>Puts another second step into the browser.</summary>
    public void Plant(PortalHost host, string step)
    {
        var path = new Uri(host.Address, "/account/second-step");
        Cookies.GetCookies(path)["portal.step"]!.Value = step;
    }

    public void Dispose() => Browser.Dispose();

    /// <summary>A code that was not used yet: of the present step, or of the next one, which counts too.</summary>
    public string Code()
    {
        var step = Math.Max(Totp.StepAt(TimeProvider.System.GetUtcNow()), _lastStep + 1);
        _lastStep = step;
        return Totp.CodeAt(Key, step);
    }

    public void ForgetCodes() => _lastStep = 0;

    /// <summary>The last code once more.</summary>
    public string CodeAgain() => Totp.CodeAt(Key, _lastStep);

    /// <summary>One that is of no step in the window.</summary>
    public string WrongCode()
    {
        var now = Totp.StepAt(TimeProvider.System.GetUtcNow());
        var right = Enumerable.Range(-3, 8).Select(aside => Totp.CodeAt(Key, now + aside)).ToHashSet();
        return Enumerable.Range(100000, 100).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)).First(code => !right.Contains(code));
    }

    /// <summary>By the pages, in a browser that has signed in: the key, a code of it, and the recovery codes.</summary>
    public async Task SetUpAsync()
    {
        using var shown = await PortalHost.PostFormAsync(
            Browser, "/account/authenticator", ("_handler", "authenticator"), ("Input.Password", PortalHost.AdminPassword), ("Input.Act", "begin"));
        var page = await shown.Content.ReadAsStringAsync(Stop);
        Key = KeyText().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        using var done = await PortalHost.PostFormAsync(Browser, "/account/authenticator", ("_handler", "confirm"), ("Confirm.Code", Code()));
        RecoveryCodes = CodesIn(await done.Content.ReadAsStringAsync(Stop));
    }

    public static IReadOnlyList<string> CodesIn(string page) => [.. RecoveryText().Matches(page).Select(match => match.Groups[1].Value)];

    /// <summary>The first step, in a browser of its own.</summary>
    public async Task PasswordAsync()
    {
        using var answer = await PortalHost.PostSignInAsync(Browser, Name, PortalHost.AdminPassword);
        Assert.EndsWith("/account/second-step", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    /// <summary>The second step, also where its page would not be shown. True when it opened the portal.</summary>
    public async Task<bool> CodeAsync(string code)
    {
        var token = AntiforgeryField().Match(await Browser.GetStringAsync("/account/sign-in", Stop)).Groups[1].Value;
        using var answer = await Browser.PostAsync(
            "/account/second-step", new FormUrlEncodedContent([new("_handler", "code"), new("Input.Code", code), new("__RequestVerificationToken", token)]), Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"The second step was answered {answer.StatusCode}.");
        return answer.StatusCode == HttpStatusCode.Redirect;
    }

    public async Task<HttpStatusCode> MeAsync()
    {
        using var answer = await Browser.GetAsync("/api/v1/me", Stop);
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();

    [GeneratedRegex("account-key[^>]*>([A-Z2-7 ]+)<")]
    private static partial Regex KeyText();

    [GeneratedRegex("<code>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</code>")]
    private static partial Regex RecoveryText();
}

using System.Globalization;
using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Access.Factors;
using Portal.Core.Access.OpenId;
using Portal.Core.Access.Sessions;
using Portal.Core.Audit;
using Portal.Core.Problems;
using Portal.Web.Access;
using Portal.Web.Access.Factors;
using Portal.Web.Hosting;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Access;

/// <summary>The pages without a circuit, over an account store in which nobody is.</summary>
public sealed class AccountPagesTests : BunitContext
{
    private readonly DefaultHttpContext _http = new();
    private readonly FakeUsers _users = new();
    private OpenIdProviders _providers = FakeProviders.None();

    public AccountPagesTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        Services.AddLogging().AddLocalization().AddDataProtection();
        Services.AddAuthentication();
        Services.AddIdentityCore<PortalUser>().AddUserStore<NobodyStore>().AddSignInManager();
        Services.Configure<HostingOptions>(options => options.SignInsPerAddress = options.SignInsPerAccount = 2);
        Services.AddSingleton(TimeProvider.System).AddSingleton<IHttpContextAccessor>(new HttpContextAccessor { HttpContext = _http });
        Services.AddSingleton(_ => _providers);
        Services.AddSingleton<SignInLimits>().AddScoped<SignInService>();
        Services.AddScoped(provider => new UserSessions(null!, TimeProvider.System));
        Services.AddScoped(provider => new ActorSource(new RequestPrincipal(), null!, new ActorReader(null!, Options.Create(new SecondFactorOptions()), TimeProvider.System), new ActorChanges(), new SessionUse(null!, TimeProvider.System), TimeProvider.System));
        Services.AddScoped(provider => new FactorChecks(null!, null!, null!, null!, TimeProvider.System)).AddAntiforgery();
        Services.AddScoped<SecondStep>().AddScoped<SecondStepSignIn>();
        Services.AddScoped(provider => new PasskeyChallenges(null!, TimeProvider.System)).AddScoped<PasskeyCookie>().AddScoped<PasskeySignIn>();
        Services.AddScoped<IPasskeyHandler<PortalUser>, PasskeyHandler<PortalUser>>();
        Services.AddSingleton<IAuditRecords, NoRecords>();
        Services.AddSingleton<IUsers>(_users).AddSingleton<AntiforgeryStateProvider, NoAntiforgery>();
        Services.AddCascadingValue<HttpContext>(_ => _http);
    }

    [Fact]
    public void WrongPassword_SaysWhatToDo_AndPutsNoPasswordBack()
    {
        var page = Render<SignInPage>();

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal(
            ["The name or the password is wrong, or the account is locked.", "After five wrong passwords an account is locked for 15 minutes. An administrator can unlock it and reset the password."],
            page.FindAll("[role=alert] p").Select(line => line.TextContent)));
        Assert.Null(page.Find("input[type=password]").GetAttribute("value"));
    }

    [Fact]
    public void TooManyAttempts_AskToWait()
    {
        var page = Render<SignInPage>();

        for (var attempt = 0; attempt < 3; attempt++)
        {
            page.Find("form").Submit();
        }

        page.WaitForAssertion(() => Assert.Equal("There were too many attempts to sign in.", page.Find("[role=alert] p").TextContent));
    }

    [Fact]
    public void Provider_IsOffered_AndItsFailureIsToldInKnownWordsAlone()
    {
        _providers = FakeProviders.One();
        Services.GetRequiredService<NavigationManager>().NavigateTo("/account/sign-in?provider=corp&problem=Unavailable&returnUrl=%2Fclusters");

        var page = Render<SignInPage>();

        var button = page.Find("a.act-provider");
        Assert.Equal(("Sign in with Harbour & Sons", "/account/openid/corp?returnUrl=%2Fclusters"), (button.TextContent, button.GetAttribute("href")));
        Assert.Equal("Harbour & Sons does not answer.", page.Find("[role=alert] p").TextContent);
        Assert.NotNull(page.Find("input[type=password]"));
    }

    [Theory]
    [InlineData("?provider=corp&problem=%3Cb%3ECall+0900%3C%2Fb%3E")]
    [InlineData("?provider=corp&problem=99")]
    [InlineData("?provider=evil&problem=Denied")]
    public void Problem_ThatNobodyKnows_IsNotTold(string query)
    {
        _providers = FakeProviders.One();
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/account/sign-in{query}");

        Assert.Empty(Render<SignInPage>().FindAll("[role=alert]:not([hidden])"));
    }

    [Fact]
    public void PasswordsForAdministratorsAlone_AreBehindALink()
    {
        _providers = FakeProviders.One(PasswordSignIn.Administrators);

        var page = Render<SignInPage>();
        Assert.Empty(page.FindAll("form"));

        Services.GetRequiredService<NavigationManager>().NavigateTo(page.Find("a.act-quiet").GetAttribute("href")!);
        Assert.NotNull(Render<SignInPage>().Find("input[type=password]"));
    }

    [Fact]
    public void SignIn_IsInChinese()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-Hans");

        var page = Render<SignInPage>();
        page.Find("form").Submit();

        Assert.Equal("登录", page.Find("h1").TextContent);
        page.WaitForAssertion(() => Assert.Equal("用户名或密码错误，或账户已被锁定。", page.Find("[role=alert] p").TextContent));
    }

    [Fact]
    public void NewPasswordThatIsRefused_SaysWhatIsAskedOfIt()
    {
        _users.Refusal = new Problem(ProblemKind.Invalid, "The password was not changed", "It is too short.", "Use a longer one.", "next");

        var page = ChangePassword();

        page.WaitForAssertion(() => Assert.Equal(
            "The new password is too short, holds your name, or is the current one. Use at least 12 characters.", page.Find("[role=alert] p").TextContent));
    }

    [Fact]
    public void WrongCurrentPassword_SaysSo()
    {
        _users.Refusal = new Problem(ProblemKind.Invalid, "The password was not changed", "The current password is wrong.", "Enter it again.", "current");

        var page = ChangePassword();

        page.WaitForAssertion(() => Assert.Equal("The current password is wrong. Enter the one that you signed in with.", page.Find("[role=alert] p").TextContent));
        Assert.All(page.FindAll("input[type=password]"), field => Assert.Null(field.GetAttribute("value")));
    }

    [Fact]
    public void DeniedPage_SaysWhoCanHelp()
    {
        var page = Render<DeniedPage>();

        Assert.Contains("An administrator of the portal can give it to you.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("/", page.Find("a.act").GetAttribute("href"));
    }

    [Fact]
    [Trait("Attack", "error-pages")]
    public void ErrorPage_GivesTheReference()
    {
        var page = Render<ErrorPage>();

        Assert.Equal(ProblemAnswers.Reference(_http), page.Find("code").TextContent);
    }

    private IRenderedComponent<PasswordPage> ChangePassword()
    {
        var page = Render<PasswordPage>();
        _http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString())], "test"));
        page.Find("form").Submit();
        return page;
    }

    private sealed class NoRecords : IAuditRecords
    {
        public Task AddAsync(
            string act, string kind, string objectName, string outcome, Actor? actor, CancellationToken cancellationToken,
            string name = "", string address = "", string objectId = "", string detail = "", Permission? permission = null) => Task.CompletedTask;
    }

    private sealed class NoAntiforgery : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }

    private sealed class NobodyStore : IUserStore<PortalUser>
    {
        public Task<PortalUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult<PortalUser?>(null);

        public Task<PortalUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult<PortalUser?>(null);

        public Task<IdentityResult> CreateAsync(PortalUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(PortalUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(PortalUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetNormalizedUserNameAsync(PortalUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string> GetUserIdAsync(PortalUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<string?> GetUserNameAsync(PortalUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetNormalizedUserNameAsync(PortalUser user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetUserNameAsync(PortalUser user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}

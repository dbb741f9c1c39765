using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.Core.Data;
using Portal.Testing.Web;

namespace Portal.IntegrationTests.Access.Factors;

/// <summary>Signing in with a second factor, through the portal's own pages.</summary>
public sealed class SecondStepTests(PortalHostFixture fixture) : IClassFixture<PortalHostFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PortalHost Host => fixture.Host;

    [Fact]
    public async Task Password_OpensNothing_UntilTheCode_AndTheTrailSaysByWhat()
    {
        using var person = await PersonAsync();
        await person.PasswordAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await person.MeAsync());
        Assert.Empty(await SessionsAsync(person.Name));

        Assert.False(await person.CodeAsync(person.WrongCode()));
        Assert.True(await person.CodeAsync(person.Code()));

        Assert.Equal(HttpStatusCode.OK, await person.MeAsync());
        Assert.Single(await SessionsAsync(person.Name));
        Assert.Equal(
            [(AuditOutcomes.Done, "By the password alone."), (AuditOutcomes.Refused, "The password was right, the code was not."), (AuditOutcomes.Done, "By the password and a code of the authenticator.")],
            await TrailAsync(person.Name));
    }

    [Fact]
    [Trait("Attack", "factor-replay")]
    public async Task Code_ThatWasUsed_OpensNothingMore()
    {
        using var person = await PersonAsync();
        await person.PasswordAsync();
        Assert.True(await person.CodeAsync(person.Code()));
        person.NewBrowser(Host);
        await person.PasswordAsync();

        Assert.False(await person.CodeAsync(person.CodeAgain()));

        Assert.Equal(HttpStatusCode.Unauthorized, await person.MeAsync());
    }

    [Fact]
    [Trait("Attack", "factor-replay")]
    public async Task Code_SentFourTimesAtOnce_OpensOneSession()
    {
        using var person = await PersonAsync();
        var browsers = new List<FactorPerson>();
        for (var i = 0; i < 4; i++)
        {
            var one = new FactorPerson(Host, person.Name);
            await one.PasswordAsync();
            browsers.Add(one);
        }

        var code = person.Code();
        var opened = await Task.WhenAll(browsers.Select(one => one.CodeAsync(code)));

        Assert.Equal(1, opened.Count(each => each));
    }

    [Fact]
    [Trait("Attack", "brute-force")]
    public async Task WrongCodes_LockTheAccount_AlsoWithRightPasswordsBetween_AndTellNothing()
    {
        using var person = await PersonAsync();
        for (var i = 0; i < 5; i++)
        {
            person.NewBrowser(Host);
            await person.PasswordAsync();
            Assert.False(await person.CodeAsync(person.WrongCode()));
        }

        Assert.False(await person.CodeAsync(person.Code()));
        using var browser = Host.Browser();
        using var locked = await PortalHost.PostSignInAsync(browser, person.Name, PortalHost.AdminPassword);
        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.NotNull((await UserAsync(person.Name)).LockedUntil);
    }

    [Fact]
    public async Task RecoveryCode_OpensOnce()
    {
        using var person = await PersonAsync();
        Assert.Equal(10, person.RecoveryCodes.Count);
        foreach (var expected in new[] { HttpStatusCode.Redirect, HttpStatusCode.OK })
        {
            person.NewBrowser(Host);
            await person.PasswordAsync();
            using var answer = await PortalHost.PostFormAsync(person.Browser, "/account/recovery", ("_handler", "recovery"), ("Input.Code", person.RecoveryCodes[0]));
            Assert.Equal(expected, answer.StatusCode);
        }

        Assert.Contains((AuditOutcomes.Done, "By the password and a recovery code."), await TrailAsync(person.Name));
    }

    [Fact]
    [Trait("Attack", "second-step")]
    public async Task StepOfSomebodyElse_IsOpenedByNoCodeOfOnesOwn()
    {
        using var victim = await PersonAsync();
        using var attacker = await PersonAsync();
        await victim.PasswordAsync();
        var stolen = Step(victim);
        await attacker.PasswordAsync();
        attacker.Plant(Host, stolen);

        Assert.False(await attacker.CodeAsync(attacker.Code()));
        var code = victim.Code();
        Assert.False(await attacker.CodeAsync(code), "A copy of the cookie is of another browser.");

        Assert.Equal(HttpStatusCode.Unauthorized, await attacker.MeAsync());
        Assert.True(await victim.CodeAsync(code));
    }

    [Fact]
    [Trait("Attack", "second-step")]
    public async Task Step_ThatIsTooOld_OpensNothing()
    {
        using var person = await PersonAsync();
        await person.PasswordAsync();
        var format = Host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.TwoFactorUserIdScheme).TicketDataFormat;
        var ticket = format.Unprotect(Step(person))!;
        Assert.Equal(TimeSpan.FromMinutes(5), ticket.Properties.ExpiresUtc - ticket.Properties.IssuedUtc);
        ticket.Properties.ExpiresUtc = DateTimeOffset.UtcNow.AddSeconds(-1);
        person.Plant(Host, format.Protect(ticket));

        Assert.False(await person.CodeAsync(person.Code()));

        Assert.Equal(HttpStatusCode.Unauthorized, await person.MeAsync());
    }

    [Fact]
    public async Task Step_IsHardened_AndOverWithAnotherPassword()
    {
        using var person = await PersonAsync();
        using var answer = await PortalHost.PostSignInAsync(person.Browser, person.Name, PortalHost.AdminPassword);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("portal.step=", StringComparison.Ordinal)).ToLowerInvariant();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("path=/account", cookie, StringComparison.Ordinal);
        var user = await UserAsync(person.Name);
        await Host.Services.GetRequiredService<IUsers>().ResetPasswordAsync(user.Id, Actor.Portal, Stop);

        using var page = await person.Browser.GetAsync("/account/second-step", Stop);

        Assert.EndsWith("/account/sign-in", page.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private static string Step(FactorPerson person) => person.Cookies.GetCookies(new Uri(person.Browser.BaseAddress!, "/account/second-step"))["portal.step"]!.Value;

    /// <summary>Somebody with an authenticator, in a browser without a session.</summary>
    private async Task<FactorPerson> PersonAsync()
    {
        var user = await Host.CreateUserAsync(PortalRole.Viewer);
        var person = new FactorPerson(Host, user.Name);
        using (await PortalHost.PostSignInAsync(person.Browser, user.Name, PortalHost.AdminPassword))
        {
        }

        await person.SetUpAsync();
        await Host.Services.GetRequiredService<Portal.Core.Access.Sessions.ISessions>().EndAllAsync(user.Id, Actor.Portal, Stop);
        person.NewBrowser(Host);

        // As if it were a while ago: the code of this moment was not used yet.
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        await db.AccountFactors.Where(row => row.UserId == user.Id).ExecuteUpdateAsync(row => row.SetProperty(factors => factors.LastStep, 0), Stop);
        person.ForgetCodes();
        return person;
    }

    private async Task<List<UserSession>> SessionsAsync(string name)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        return await db.UserSessions.Where(session => session.UserName == name && session.EndedAt == null).ToListAsync(Stop);
    }

    private async Task<List<(string, string)>> TrailAsync(string name)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(Stop);
        var entries = await db.AuditEntries.Where(entry => entry.Act == AuditActs.SignedIn && entry.ActorName == name).OrderBy(entry => entry.Id).ToListAsync(Stop);
        return [.. entries.Select(entry => (entry.Outcome, entry.Detail))];
    }

    private async Task<UserSummary> UserAsync(string name) => (await Host.Services.GetRequiredService<IUsers>()
        .ListAsync(new UserQuery { Search = name }, Actor.Portal, Stop)).Items.Single(user => user.Name == name);
}

using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Audit;
using Portal.IntegrationTests.Api;
using Portal.Testing.Web;
using static Portal.IntegrationTests.Access.OpenId.ProviderPortal;

namespace Portal.IntegrationTests.Access.OpenId;

/// <summary>People of a provider sign in, and hold what their groups say.</summary>
[Collection(ProviderCollection.Name)]
public sealed class OpenIdSignInTests(ProviderPortal portal)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstSignIn_MakesAnAccountWithoutAPassword_ThatHoldsWhatItsGroupsSay()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var team = await TeamAsync(admin);
        await MapAsync(admin, "first-developers", team, "Developer");
        await MapAsync(admin, "first-viewers", team, "Viewer");
        await MapAsync(admin, "first-auditors", null, "Auditor");
        var ada = ProviderPerson.New("ada", ["first-viewers", "first-developers", "first-auditors", .. Enumerable.Range(0, 300).Select(n => $"first-other-{n}")]);
        using var browser = portal.Host.Browser();

        var landed = await portal.SignInAsync(browser, ada, returnUrl: $"/teams/{team}?x=1");

        Assert.Equal($"/teams/{team}?x=1", landed);
        var me = (await MeAsync(browser))!.Value;
        Assert.Equal(ada.Name, me.Text("name"));
        Assert.Equal("Auditor", Assert.Single(me.GetProperty("roles").EnumerateArray()).GetString());
        Assert.Equal("Developer", await RoleAsync(browser, team));
        using var page = await browser.GetAsync("/settings/profile", Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        using var password = await PostWithTokenAsync(browser, "/api/v1/me/password", new { current = "nothing", next = "a password of one's own" });
        Assert.Equal(HttpStatusCode.Conflict, password.StatusCode);
        var member = (await admin.GetAsync($"/api/v1/teams/{team}", HttpStatusCode.OK)).GetProperty("members")[0];
        Assert.Equal(Corp, member.Text("provider"));
        Assert.True(await portal.ReadAsync(db => db.AuditEntries.AnyAsync(
            entry => entry.ActorName == ada.Name && entry.Act == AuditActs.SignedIn && entry.Outcome == AuditOutcomes.Done && entry.Detail == "By the provider corp.", Stop)));
    }

    [Fact]
    [Trait("Attack", "11")]
    public async Task GroupThatIsGone_TakesItsRolesAtTheNextSignIn_AndLeavesWhatWasGivenByHand()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var (mapped, byHand, both) = (await TeamAsync(admin), await TeamAsync(admin), await TeamAsync(admin));
        await MapAsync(admin, "gone-owners", mapped, "Owner");
        await MapAsync(admin, "gone-owners", both, "Owner");
        await MapAsync(admin, "gone-operators", null, "Operator");
        var bob = ProviderPerson.New("bob", "gone-operators");
        using var browser = await portal.BrowserOfAsync(bob);
        await admin.PostAsync($"/api/v1/teams/{byHand}/members", new { name = bob.Name, role = "Developer" }, HttpStatusCode.OK);
        await admin.PostAsync($"/api/v1/teams/{both}/members", new { name = bob.Name, role = "Viewer" }, HttpStatusCode.OK);

        Assert.Equal("/", await portal.SignInAsync(browser, bob with { Groups = ["gone-owners", "gone-operators"] }));
        var me = (await MeAsync(browser))!.Value;
        Assert.Equal("Operator", Assert.Single(me.GetProperty("roles").EnumerateArray()).GetString());
        Assert.Equal(("Owner", "Developer", "Viewer"), (await RoleAsync(browser, mapped), await RoleAsync(browser, byHand), await RoleAsync(browser, both)));
        using var removed = await admin.DeleteAsync($"/api/v1/teams/{mapped}/members/{me.Text("id")}", Stop);
        Assert.Contains("Harbour & Sons", (await removed.ReadAsync(HttpStatusCode.Conflict)).Text("detail"));
        using var role = await admin.PutAsJsonAsync($"/api/v1/users/{me.Text("id")}/role", new { role = "Admin" }, Stop);
        Assert.Contains("Harbour & Sons", (await role.ReadAsync(HttpStatusCode.Conflict)).Text("detail"));

        Assert.Equal("/", await portal.SignInAsync(browser, bob with { Groups = [] }));
        Assert.Empty((await MeAsync(browser))!.Value.GetProperty("roles").EnumerateArray());
        Assert.Equal((null, "Developer", "Viewer"), (await RoleAsync(browser, mapped), await RoleAsync(browser, byHand), await RoleAsync(browser, both)));
    }

    [Fact]
    [Trait("Attack", "11")]
    public async Task MappingThatIsRemoved_TakesItsRolesAtOnce_AndANewOneGivesThem()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var team = await TeamAsync(admin);
        using var browser = await portal.BrowserOfAsync(ProviderPerson.New("cleo", "changing"));
        Assert.Null(await RoleAsync(browser, team));

        var mapping = await MapAsync(admin, "changing", team, "Operator");
        Assert.Equal("Operator", await RoleAsync(browser, team));
        await admin.PostAsync("/api/v1/sign-in/mappings", new { provider = Corp, group = "changing", teamId = team, teamRole = "Viewer" }, HttpStatusCode.Conflict);

        using var removed = await admin.DeleteAsync($"/api/v1/sign-in/mappings/{mapping}", Stop);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Null(await RoleAsync(browser, team));
    }

    [Fact]
    [Trait("Attack", "10")]
    public async Task Mapping_GivesNoMoreThanItsMakerHolds()
    {
        using var operatorOfThePortal = await portal.Host.ScriptAsync(PortalRole.Operator);
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var cut = await admin.PostAsync("/api/v1/tokens", new { name = "cut", daysValid = 1, scopes = new[] { nameof(Permission.ManageUsers) } }, HttpStatusCode.Created);
        using var narrow = portal.Host.Script(cut.Text("token"));

        await operatorOfThePortal.PostAsync("/api/v1/sign-in/mappings", new { provider = Corp, group = "more", portalRole = "Viewer" }, HttpStatusCode.Forbidden);
        await narrow.PostAsync("/api/v1/sign-in/mappings", new { provider = Corp, group = "more", portalRole = "Admin" }, HttpStatusCode.Forbidden);
        var unknown = await admin.PostAsync("/api/v1/sign-in/mappings", new { provider = "nobody", group = "more", portalRole = "Viewer" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal("provider", unknown.Text("field"), ignoreCase: true);
    }

    [Fact]
    [Trait("Attack", "10")]
    public async Task NameAndEmailOfALocalAdmin_TakeNothingOver_UntilAnAdministratorLinksThem()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var local = await portal.Host.CreateUserAsync(PortalRole.Admin, "grace");
        var impostor = new ProviderPerson($"sub-{Guid.NewGuid():N}", local.Name) { Email = "grace" };
        using var browser = portal.Host.Browser();

        Assert.Equal("/account/sign-in?provider=corp&problem=NameTaken", await portal.SignInAsync(browser, impostor));
        Assert.Null(await MeAsync(browser));
        Assert.Contains("is not linked to you at Harbour &amp; Sons", await browser.GetStringAsync("/account/sign-in?provider=corp&problem=NameTaken", Stop), StringComparison.Ordinal);
        Assert.False(await portal.ReadAsync(db => db.ExternalIdentities.AnyAsync(row => row.UserId == local.Id, Stop)));

        var waiting = (await admin.GetAsync("/api/v1/sign-in/identities?waiting=true&search=grace", HttpStatusCode.OK)).GetProperty("items")[0];
        using var linked = await admin.PutAsJsonAsync($"/api/v1/sign-in/identities/{waiting.Text("id")}/account", new { account = local.Name }, Stop);
        await linked.ReadAsync(HttpStatusCode.OK);
        Assert.Equal("/", await portal.SignInAsync(browser, impostor));
        Assert.Equal(local.Id, (await MeAsync(browser))!.Value.GetProperty("id").GetGuid());

        using var removed = await admin.DeleteAsync($"/api/v1/sign-in/identities/{waiting.Text("id")}", Stop);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Null(await MeAsync(browser));
    }

    [Fact]
    public async Task PersonOfAProviderWhoseAccountsAreLinked_Waits_AndIsLinkedToNoServiceAccount()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var dora = ProviderPerson.New("dora");
        using var browser = portal.Host.Browser();

        Assert.Equal("/account/sign-in?provider=partner&problem=Waiting", await portal.SignInAsync(browser, dora, Partner));

        var robot = $"robot-{Guid.NewGuid():N}"[..16];
        await admin.PostAsync("/api/v1/service-accounts", new { name = robot }, HttpStatusCode.Created);
        var id = (await admin.GetAsync($"/api/v1/sign-in/identities?search={dora.Name}", HttpStatusCode.OK)).GetProperty("items")[0].Text("id");
        using var toRobot = await admin.PutAsJsonAsync($"/api/v1/sign-in/identities/{id}/account", new { account = robot }, Stop);
        await toRobot.ReadAsync(HttpStatusCode.Conflict);
        var created = await admin.PostAsync("/api/v1/users", new { name = $"{dora.Name}-x", role = (string?)null }, HttpStatusCode.Created);
        using var linked = await admin.PutAsJsonAsync($"/api/v1/sign-in/identities/{id}/account", new { account = $"{dora.Name}-x" }, Stop);
        await linked.ReadAsync(HttpStatusCode.OK);
        Assert.Equal("/", await portal.SignInAsync(browser, dora, Partner));
        Assert.Equal($"{dora.Name}-x", (await MeAsync(browser))!.Value.Text("name"));
        using var oneTime = await PostSignInAsync($"{dora.Name}-x", created.Text("password"));
        Assert.Equal(HttpStatusCode.OK, oneTime.StatusCode);
    }

    [Fact]
    [Trait("Attack", "11")]
    public async Task DisabledAccount_IsNotLetInByItsProvider()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        var eve = ProviderPerson.New("eve");
        using var browser = await portal.BrowserOfAsync(eve);
        var id = (await MeAsync(browser))!.Value.Text("id");
        using var disabled = await admin.PostAsync($"/api/v1/users/{id}/disable", null, Stop);
        Assert.Equal(HttpStatusCode.OK, disabled.StatusCode);

        Assert.Equal("/account/sign-in?provider=corp&problem=Closed", await portal.SignInAsync(browser, eve));
        Assert.Null(await MeAsync(browser));
    }

    [Fact]
    public async Task LastAdmin_IsNotLost_WhenTheGroupIs()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin, "the-other-admin");
        await MapAsync(admin, "last-admins", null, "Admin");
        var fay = ProviderPerson.New("fay", "last-admins");
        using var browser = await portal.BrowserOfAsync(fay);
        var users = portal.Host.Services.GetRequiredService<IUsers>();
        var others = (await users.ListAsync(new UserQuery { Take = 200 }, Actor.Portal, Stop)).Items.Where(user => user.Role == PortalRole.Admin && user.Name != fay.Name).ToList();
        foreach (var other in others)
        {
            await users.SetRoleAsync(other.Id, PortalRole.Viewer, Actor.Portal, Stop);
        }

        Assert.Equal("/", await portal.SignInAsync(browser, fay with { Groups = [] }));
        Assert.Equal("Admin", Assert.Single((await MeAsync(browser))!.Value.GetProperty("roles").EnumerateArray()).GetString());

        foreach (var other in others)
        {
            await users.SetRoleAsync(other.Id, PortalRole.Admin, Actor.Portal, Stop);
        }

        Assert.Equal("/", await portal.SignInAsync(browser, fay with { Groups = [] }));
        Assert.Empty((await MeAsync(browser))!.Value.GetProperty("roles").EnumerateArray());
    }

    [Fact]
    public async Task GroupsThatAreNotListed_AreRefusedWithTheReason_WhereRightsDependOnThem()
    {
        using var admin = await portal.Host.ScriptAsync(PortalRole.Admin);
        await MapAsync(admin, "hidden", null, "Viewer");
        using var browser = portal.Host.Browser();

        var landed = await portal.SignInAsync(browser, ProviderPerson.New("gus") with { More = new Dictionary<string, string> { ["_claim_names"] = "{\"groups\":\"src1\"}" } });

        Assert.Equal("/account/sign-in?provider=corp&problem=GroupsHidden", landed);
        Assert.Contains("did not list your groups", await browser.GetStringAsync(landed, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProviderThatIsDown_IsSaid_AndPasswordsStillOpenThePortal()
    {
        using var browser = portal.Host.Browser();

        using var start = await browser.GetAsync("/account/openid/down?returnUrl=%2Fclusters", Stop);

        Assert.Equal("/account/sign-in?provider=down&problem=Unavailable&returnUrl=%2Fclusters", start.Headers.Location!.OriginalString);
        var page = await browser.GetStringAsync(start.Headers.Location, Stop);
        Assert.Contains("down does not answer.", page, StringComparison.Ordinal);
        Assert.Contains("/account/openid/corp?returnUrl=%2Fclusters", page, StringComparison.Ordinal);
        using var admin = await portal.Host.SignInAsync((await portal.Host.CreateUserAsync(PortalRole.Viewer)).Name);
        Assert.NotNull(await MeAsync(admin));
    }

    [Fact]
    [Trait("Attack", "session-fixation")]
    public async Task SessionThatTheBrowserHad_EndsWithTheSignIn()
    {
        var hal = ProviderPerson.New("hal");
        using var browser = await portal.Host.SignInAsync((await portal.Host.CreateUserAsync(PortalRole.Viewer, "before-hal")).Name);
        var old = await portal.ReadAsync(db => db.UserSessions.SingleAsync(session => session.UserName == "before-hal", Stop));

        Assert.Equal("/", await portal.SignInAsync(browser, hal));

        Assert.Equal(hal.Name, (await MeAsync(browser))!.Value.Text("name"));
        Assert.NotNull(await portal.ReadAsync(db => db.UserSessions.Where(session => session.Id == old.Id).Select(session => session.EndedAt).SingleAsync(Stop)));
        var own = await portal.ReadAsync(db => db.UserSessions.SingleAsync(session => session.UserName == hal.Name && session.EndedAt == null, Stop));
        Assert.Equal((Corp, hal.Session), (own.Provider, own.ProviderSession));
    }

    internal static async Task<HttpResponseMessage> PostWithTokenAsync(HttpClient browser, string path, object body)
    {
        var token = await browser.GetAsync("/api/v1/me/antiforgery", HttpStatusCode.OK);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add(token.Text("headerName"), token.Text("token"));
        return await browser.SendAsync(request, Stop);
    }

    private async Task<HttpResponseMessage> PostSignInAsync(string name, string password)
    {
        using var browser = portal.Host.Browser();
        return await PortalHost.PostSignInAsync(browser, name, password);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core.Access;
using Portal.Core.Approvals;
using Portal.Core.Components.Profiles;
using Portal.Core.Fleets;
using Portal.Core.Onboarding.Policies;
using Portal.Core.Teams;
using Portal.EndToEndTests.Browser;
using Portal.EndToEndTests.Pages;
using Portal.Testing.Kubernetes;

namespace Portal.EndToEndTests;

/// <summary>A team gets its cluster, with each person at a browser of their own.</summary>
public sealed partial class JourneyTests
{
    [Fact]
    public async Task Developer_AsksForACluster_AnApproverApproves_AndTheAuditorReadsIt_WhileAStrangerSeesNothing()
    {
        await PrepareTeamAsync("kiosks");
        var (dora, otto, aude, sten) = (await SignedInAsync("dora"), await SignedInAsync("otto"), await SignedInAsync("aude"), await SignedInAsync("sten"));

        // Asked with a region that the policy does not allow, and then with one that it does.
        await Survey.OpenAsync(dora, "/onboarding/new");
        await dora.GetByLabel("Name", new() { Exact = true }).FillAsync("kiosk-one");
        await dora.GetByLabel("Kubernetes version", new() { Exact = true }).FillAsync("1.34.1");
        await dora.GetByLabel("Nodes", new() { Exact = true }).FillAsync("3");
        await dora.GetByLabel("Provider", new() { Exact = true }).FillAsync("aws");
        await dora.GetByLabel("Region", new() { Exact = true }).FillAsync("mars");
        await dora.GetByLabel("Region", new() { Exact = true }).BlurAsync();
        await ClickAsync(dora, "Check");
        await Assertions.Expect(dora.Locator(".request-side")).ToContainTextAsync("mars");
        await dora.GetByLabel("Region", new() { Exact = true }).FillAsync("eu-west-1");
        await dora.GetByLabel("Region", new() { Exact = true }).BlurAsync();
        await ClickAsync(dora, "Send the request");
        await dora.WaitForURLAsync(url => url.Contains("/onboarding/", StringComparison.Ordinal) && !url.EndsWith("/new", StringComparison.Ordinal));
        var request = new Uri(dora.Url).AbsolutePath;
        await Assertions.Expect(dora.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true })).ToHaveCountAsync(0);

        await Survey.OpenAsync(otto, "/onboarding");
        await otto.GetByRole(AriaRole.Link, new() { Name = "kiosk-one", Exact = true }).ClickAsync();
        await ClickAsync(otto, "Approve");
        await otto.GetByRole(AriaRole.Dialog).GetByLabel("Comment").FillAsync("Welcome");
        await otto.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();

        // Dora's page is open all the time: the approval comes to it.
        await ClickAsync(dora, "Make the join command");
        var command = await dora.Locator(".join-panel pre").InnerTextAsync();
        await JoinCommandShell.SucceedAsync(command, browser.Fleet.Sim.Kubeconfig("kiosks"), TestContext.Current.CancellationToken);
        await Assertions.Expect(dora.GetByText("Handed over", new() { Exact = true }).First).ToBeVisibleAsync(InTime);
        await Assertions.Expect(otto.GetByText("Handed over", new() { Exact = true }).First).ToBeVisibleAsync(InTime);

        await Survey.OpenAsync(dora, $"/golden-paths/{ServicePath.Name}");
        await dora.GetByLabel("Name of the application").FillAsync("kiosk-web");
        await dora.Locator("#path-fleet").SelectOptionAsync(new SelectOptionValue { Label = "kiosks" });
        await dora.GetByLabel("Image").FillAsync("registry.example.com/kiosk:1");
        await dora.GetByLabel("Image").BlurAsync();
        await ClickAsync(dora, "Make the application");
        await dora.WaitForURLAsync("**/applications/**");
        await ClickAsync(dora, "Deliver");
        await dora.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Deliver", Exact = true }).ClickAsync();
        await dora.WaitForURLAsync("**/operations/**");
        await new OperationPage(dora).SucceedsAsync();

        await Survey.OpenAsync(aude, "/settings/audit");
        await Assertions.Expect(aude.Locator("main")).ToContainTextAsync("dora");
        await Assertions.Expect(aude.Locator("main")).ToContainTextAsync("otto");

        foreach (var path in (string[])["/onboarding", request, "/applications", "/clusters"])
        {
            await Survey.OpenAsync(sten, path);
            await Assertions.Expect(sten.Locator("body")).Not.ToContainTextAsync("kiosk");
        }
    }

    private static async Task ClickAsync(IPage page, string button)
    {
        var found = page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First;
        await found.WaitForAsync(new() { Timeout = InTime.Timeout });
        await found.ClickAsync();
    }

    private async Task PrepareTeamAsync(string name)
    {
        var (portal, stop) = (browser.Fleet.Portal, TestContext.Current.CancellationToken);
        var teams = portal.Services.GetRequiredService<ITeams>();
        var team = await teams.CreateAsync(new TeamRequest(name, name, ""), Actor.Portal, stop);
        await portal.Services.GetRequiredService<IFleets>().CreateAsync(new FleetRequest(name, "", team.Id), Actor.Portal, stop);
        foreach (var (person, role) in new (string, PortalRole?)[] { ("dora", null), ("otto", PortalRole.Operator), ("aude", PortalRole.Auditor), ("sten", null) })
        {
            await portal.CreateUserAsync(role, person);
        }

        await teams.AddMemberAsync(team.Id, new MemberRequest("dora", TeamRole.Developer), Actor.Portal, stop);
        await portal.Services.GetRequiredService<IProfiles>().SaveAsync(
            new ProfileContent("team-base", "Base", "", [new ProfileComponent("volcano", ">=1.14.0")]), null, Actor.Portal, stop);
        await portal.Services.GetRequiredService<IOnboardingPolicies>().CreateAsync(
            team.Id, new PolicyContent { Regions = ["eu-west-1"], MaxNodes = 3, Quota = 1, Profile = "team-base", Approval = ApprovalMode.ByApprover }, Actor.Portal, stop);
        await ServicePath.PublishAsync(browser.Fleet, stop);
        browser.Fleet.Sim.AddCluster(name);
    }

    private async Task<IPage> SignedInAsync(string name)
    {
        var page = await browser.OpenAsync();
        await new SignInPage(page).SignInAsync(name);
        return page;
    }
}

using Microsoft.Playwright;
using Portal.EndToEndTests.Browser;
using Portal.EndToEndTests.Pages;

namespace Portal.EndToEndTests;

/// <summary>The main job in a real browser, from the first sign-in to the last cluster's leaving.</summary>
public sealed partial class JourneyTests(PortalBrowserFixture browser) : IClassFixture<PortalBrowserFixture>
{
    private static readonly (string Name, string Provider, string Region)[] Clusters =
        [("frankfurt", "aws", "eu-central-1"), ("dublin", "azure", "northeurope"), ("workshop", "on-premises", "hall-3")];

    private static readonly string[] Shops = ["lyon", "oslo", "turin"];

    [Fact]
    public async Task Operator_FromSignInToLeave_SeesEveryStepLive()
    {
        var page = await browser.OpenAsync();
        await new SignInPage(page).SignInAsync();
        await new FleetsPage(page).CreateAsync("production");

        for (var i = 0; i < Clusters.Length; i++)
        {
            var (name, provider, region) = Clusters[i];
            await new JoinPage(page).JoinAsync(browser.Fleet.Sim.Kubeconfig($"sim-{i}"), name, "production", provider, region, i == 0 ? PictureOf("join") : null);
            await new OperationPage(page).SucceedsAsync();
        }

        await ShowAsync(page, "/clusters", "clusters-joined");
        await InstallAsync(page);
        await UninstallAsync(page);
        await LeaveAsync(page);

        Func<string, Task> PictureOf(string what) => step => Survey.PictureAsync(page, $"{what}-{step}-light");
    }

    [Fact]
    public async Task ProfileOnAFleet_WithOneComponentThatFails_IsSeenMendedAndRetried()
    {
        var shops = new ShopEstate(browser.Fleet, "shops", [.. Shops]);
        var page = await browser.OpenAsync();
        await Task.WhenAll(shops.JoinAsync(), new SignInPage(page).SignInAsync());
        var profile = new ProfilePage(page);
        List<string> faults = [];
        await profile.CreateAsync("shop", ["Volcano", "Prometheus", "Grafana", "Jaeger"], () => LookAsync("form"));
        await profile.PlanAsync(shops.Fleet, "shop");
        await LookAsync("planned");

        await shops.CrowdAsync("jaeger");
        await profile.ApplyAsync();
        await page.Locator(".rollout-cells").WaitForAsync();
        await Survey.PictureAsync(page, "profile-running-light");
        var operation = new OperationPage(page);
        await operation.FailsAsync();
        await Assertions.Expect(page.Locator(".failure")).ToContainTextAsync("jaeger on turin");
        await Assertions.Expect(page.Locator(".rollout-changes")).ToContainTextAsync("no-more-secrets");
        await LookAsync("failed");
        var failed = page.Url;

        await page.GotoAsync($"/fleets/{shops.Fleet}");
        await Assertions.Expect(profile.RowOf("turin").GetByText("Failed", new() { Exact = true })).ToHaveCountAsync(1);
        await Assertions.Expect(profile.RowOf("turin").GetByText("In profile")).ToHaveCountAsync(3);
        foreach (var name in Shops.Where(name => name != "turin"))
        {
            await Assertions.Expect(profile.RowOf(name).GetByText("In profile")).ToHaveCountAsync(4);
        }

        await LookAsync("fleet-failed");
        await shops.MakeRoomAsync("jaeger");
        await page.GotoAsync(failed);
        await page.GetByRole(AriaRole.Button, new() { Name = "Retry from here" }).ClickAsync();
        await operation.SucceedsAsync();
        await LookAsync("mended");
        await page.GotoAsync($"/fleets/{shops.Fleet}");
        await Assertions.Expect(profile.RowOf("turin").GetByText("In profile")).ToHaveCountAsync(4);
        await LookAsync("fleet-mended");
        Assert.Empty(faults);

        async Task LookAsync(string stage)
        {
            await Survey.SettleAsync(page);
            faults.AddRange(await Survey.LookAsync(page, $"profile-{stage}"));
        }
    }

    [Fact]
    public async Task Application_FromItsForm_IsPreviewedDeliveredRolledBackAndRemoved()
    {
        var stores = new ShopEstate(browser.Fleet, "stores", "ghent", "bonn");
        var page = await browser.OpenAsync();
        await Task.WhenAll(stores.JoinAsync(), new SignInPage(page).SignInAsync());
        var application = new ApplicationPage(page);
        var operation = new OperationPage(page);
        List<string> faults = [];

        await application.CreateAsync("web", "stores", "registry.example.com/web:1", () => LookAsync("previewed"));
        await application.DeliverAsync(1, () => LookAsync("deliver"));
        await operation.SucceedsAsync();
        await application.ReviseAsync("web", "registry.example.com/web:2");
        await application.DeliverAsync(2);
        await operation.SucceedsAsync();
        await application.OpenAsync("web");
        await Assertions.Expect(page.GetByText("Revision 2 of 2")).ToBeVisibleAsync();
        Assert.Equal("registry.example.com/web:2", await stores.ImageAsync("web"));
        await LookAsync("delivered");

        await application.DeliverAsync(1);
        await operation.SucceedsAsync();
        await application.OpenAsync("web");
        await Assertions.Expect(page.GetByText("Revision 1 of 2")).ToBeVisibleAsync();
        Assert.Equal("registry.example.com/web:1", await stores.ImageAsync("web"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove application" }).ClickAsync();
        await ConfirmDialog.ConfirmAsync(page, "Remove application", () => Survey.PictureAsync(page, "application-remove-light"));
        await operation.SucceedsAsync();
        Assert.Null(await stores.ImageAsync("web"));
        Assert.Empty(faults);

        async Task LookAsync(string stage)
        {
            await Survey.SettleAsync(page);
            faults.AddRange(await Survey.LookAsync(page, $"application-{stage}"));
        }
    }

    [Fact]
    public async Task Application_OnALostCluster_IsSeenToMoveAway_AndToBeClearedWhenItIsBack()
    {
        var tills = new ShopEstate(browser.Fleet, "tills", "delft", "ulm", "graz");
        var page = await browser.OpenAsync();
        await Task.WhenAll(tills.JoinAsync(), new SignInPage(page).SignInAsync());
        var till = new SpreadApplication(browser.Fleet, "ulm");
        await till.DeliverAsync("till", tills.Fleet);
        await new ApplicationPage(page).OpenAsync("till");
        var moves = page.GetByRole(AriaRole.Table, new() { Name = "Moves away from lost clusters" });

        await till.LoseAsync();

        // The page is open all the time: what happens comes to it.
        await Assertions.Expect(moves.GetByText("Moved away")).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(moves).ToContainTextAsync("cluster ulm has been unreachable since");
        await Survey.SettleAsync(page);
        var faults = await Survey.LookAsync(page, "application-fails-over");
        await till.FindAsync();
        await Assertions.Expect(moves.GetByText("Removed", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 90_000 });
        await Assertions.Expect(page.GetByRole(AriaRole.Table, new() { Name = "ulm" })).ToHaveCountAsync(0);
        Assert.Empty(faults);
    }

    private static async Task InstallAsync(IPage page)
    {
        var volcano = new ComponentPage(page, "volcano");
        await volcano.InstallAsync("frankfurt", step => Survey.PictureAsync(page, $"install-{step}-light"));
        // The log fills while it is watched: no reload happens between here and the end.
        await Assertions.Expect(page.GetByText("volcano").First).ToBeVisibleAsync();
        await Survey.PictureAsync(page, "operation-running-light");
        await new OperationPage(page).SucceedsAsync();
        await Survey.PictureAsync(page, "operation-succeeded-light");
        await volcano.OpenAsync();
        await Assertions.Expect(volcano.RowOf("frankfurt")).ToContainTextAsync("Ready");
    }

    private static async Task UninstallAsync(IPage page)
    {
        var volcano = new ComponentPage(page, "volcano");
        await volcano.UninstallAsync("frankfurt", () => Survey.PictureAsync(page, "uninstall-confirm-light"));
        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Uninstall" }).First.ClickAsync();
        await new OperationPage(page).SucceedsAsync();
        await Survey.PictureAsync(page, "operation-uninstalled-light");
    }

    private static async Task LeaveAsync(IPage page)
    {
        await page.GotoAsync("/clusters/frankfurt");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave cluster" }).ClickAsync();
        await ConfirmDialog.ConfirmAsync(page, "Leave", () => Survey.PictureAsync(page, "leave-confirm-light"));
        await page.GotoAsync("/operations");
        await page.GetByRole(AriaRole.Link, new() { Name = "Leave frankfurt" }).First.ClickAsync();
        await new OperationPage(page).SucceedsAsync();
        await Assertions.Expect(page.GetByText("Receipt").First).ToBeVisibleAsync();
        await Survey.PictureAsync(page, "operation-left-light");
    }

    private static async Task ShowAsync(IPage page, string path, string name)
    {
        await Survey.OpenAsync(page, path);
        await Survey.PictureAsync(page, $"{name}-light");
    }
}

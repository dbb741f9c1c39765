using System.Globalization;
using Microsoft.Playwright;
using Portal.EndToEndTests.Browser;
using Portal.EndToEndTests.Pages;

namespace Portal.EndToEndTests;

/// <summary>Metrics and alerts of real servers behind simulated clusters.</summary>
public sealed partial class JourneyTests
{
    private static readonly LocatorAssertionsToBeVisibleOptions InTime = new() { Timeout = 120_000 };

    [Fact]
    public async Task Alert_OfOneCluster_IsSeenOverAll_AndSilencedWhereItFires()
    {
        await using var plants = new MonitoredEstate(browser.Fleet, "plants", "lille", "bari");
        var page = await browser.OpenAsync();
        await Task.WhenAll(plants.StartAsync(), new SignInPage(page).SignInAsync());
        List<string> faults = [];

        // The figures are those of the clusters.
        var explore = $"/monitoring/explore?q={Uri.EscapeDataString("sum by (cluster) (kube_pod_info)")}";
        foreach (var cluster in (string[])["lille", "bari"])
        {
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = cluster });
            var pods = (await plants.PodsAsync(cluster)).ToString(CultureInfo.InvariantCulture);
            await UntilAsync(page, explore, row.Filter(new() { Has = page.GetByText(pods, new() { Exact = true }) }));
        }

        await page.GotoAsync("/monitoring");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Clusters by use" })).ToBeVisibleAsync(InTime);
        await Assertions.Expect(page.Locator(".dashboard-charts canvas").First).ToBeVisibleAsync(InTime);
        await LookAsync("dashboard");

        await page.GotoAsync("/monitoring/topology");
        await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "lille" })).ToContainTextAsync("up", new() { Timeout = InTime.Timeout });
        await LookAsync("topology");

        // The page is open all the time: the alert comes to it.
        await Survey.OpenAsync(page, "/monitoring/alerts");
        await plants.BreakAsync("bari", "press");
        var group = page.Locator(".alert-group").Filter(new() { HasText = "KubeDeploymentReplicasMismatch" });
        await Assertions.Expect(group).ToContainTextAsync("bari", new() { Timeout = InTime.Timeout });
        await LookAsync("alerts");

        await group.Locator("summary").ClickAsync();
        await group.GetByRole(AriaRole.Button, new() { Name = "Silence these alerts" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Why").FillAsync("The press is being cleaned");
        await LookAsync("silence");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Silence" }).ClickAsync();
        await Assertions.Expect(dialog.GetByText("Made")).ToBeVisibleAsync(InTime);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await Assertions.Expect(group.GetByText("silenced", new() { Exact = true }).First).ToBeVisibleAsync(InTime);
        await LookAsync("silenced");

        Assert.Contains("The press is being cleaned", await plants.AlertmanagerOf("bari").AskAsync("silence", "query", "alertname=KubeDeploymentReplicasMismatch"), StringComparison.Ordinal);
        Assert.DoesNotContain("press", await plants.AlertmanagerOf("lille").AskAsync("silence", "query"), StringComparison.Ordinal);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));

        async Task LookAsync(string stage)
        {
            await Survey.SettleAsync(page);
            faults.AddRange(await Survey.LookAsync(page, $"monitored-{stage}"));
        }
    }

    /// <summary>Opens a page again until something stands on it: Prometheus scrapes in its own time.</summary>
    private static async Task UntilAsync(IPage page, string path, ILocator wanted)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        do
        {
            limit.Token.ThrowIfCancellationRequested();
            await Survey.OpenAsync(page, path);
        }
        while (await wanted.CountAsync() == 0);
    }
}

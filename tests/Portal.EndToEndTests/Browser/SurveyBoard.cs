using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Portal.Core.Access;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Dashboards;
using Portal.Testing;
using Portal.Testing.Web;

namespace Portal.EndToEndTests.Browser;

/// <summary>A board with a panel of each kind: most of figures that no cluster is asked for, one that nobody answers.</summary>
public static class SurveyBoard
{
    private const string Clusters = "label_replace(vector(0.31), \"cluster\", \"frankfurt\", \"\", \"\") or label_replace(vector(0.74), \"cluster\", \"dublin\", \"\", \"\") or label_replace(vector(0.93), \"cluster\", \"workshop\", \"\", \"\")";

    private static readonly PanelThreshold[] Levels = [new(null, ThresholdLevel.Good), new(0.7, ThresholdLevel.Warning), new(0.9, ThresholdLevel.Critical)];

    public static async Task<Guid> CreateAsync(FleetFixture fixture)
    {
        var boards = fixture.Portal.Services.GetRequiredService<IBoards>();
        var document = new BoardDocument(
            [
                new(1, PanelKind.Heading, "Load of $cluster", 0, 0, 24, 1, []),
                new(2, PanelKind.TimeSeries, "Waves", 0, 1, 12, 9, [new("sin(vector(time()) / 600) + 1.5", "slow"), new("cos(vector(time()) / 300) + 1.2", "fast")]),
                new(3, PanelKind.Stat, "In use", 12, 1, 6, 5, [new(Clusters, "{{cluster}}")], FigureUnit.Share, Levels),
                new(4, PanelKind.Gauge, "Disks", 18, 1, 6, 5, [new(Clusters, "{{cluster}}")], FigureUnit.Share, Levels),
                new(5, PanelKind.Bars, "Most in use", 12, 6, 6, 5, [new(Clusters, "{{cluster}}")], FigureUnit.Share, Levels),
                new(6, PanelKind.Table, "By cluster", 18, 6, 6, 5, [new(Clusters)]),
                new(7, PanelKind.TimeSeries, "Nobody answers", 0, 11, 12, 8, [new("sum by (cluster) (up{cluster=~\"$cluster\"})")]),
                new(8, PanelKind.Text, "Notes", 12, 11, 12, 4, [], Text: "Call the team of production before a cluster of it is taken away.\nThe runbooks are in the repository."),
            ],
            BoardDefaults.Variables, RefreshSeconds: 0);
        return (await boards.CreateAsync(new BoardRequest("Production at a glance", BoardVisibility.Organisation, document), Actor.Portal, TestContext.Current.CancellationToken)).Id;
    }

    public static async Task DescribeAsync(IPage page)
    {
        await page.Locator("[data-panel='3'] .icon-button").ClickAsync();
        await page.Locator(".mud-menu-item").First.ClickAsync();
        await page.Locator(".mud-dialog .promql .cm-content").First.WaitForAsync();
    }

    public static async Task SettleAsync(IPage page)
    {
        await page.Locator(".page-acts .mud-button-outlined").Nth(1).ClickAsync();
        await page.Locator(".mud-dialog .variable-fields").First.WaitForAsync();
    }

    public static async Task ImportAsync(IPage page)
    {
        await page.Locator("#import-file").SetInputFilesAsync(Repository.PathOf("tests", "Portal.Core.Tests", "Monitoring", "Boards", "Grafana", "kubernetes.json"));
        await page.Locator(".import-grid .board-panel").First.WaitForAsync();
    }
}

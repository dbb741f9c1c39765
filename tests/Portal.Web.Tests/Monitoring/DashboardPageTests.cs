using AngleSharp.Dom;
using Bunit;
using Portal.Core.Monitoring.Dashboards;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>All clusters as one, and the way down.</summary>
public sealed class DashboardPageTests : PageTest
{
    [Fact]
    public void Totals_AreOfThoseThatAreKnown_AndSaySo()
    {
        Metrics.Uses("member1", 6);
        Metrics.Uses("member2", 2);
        Metrics.IsMissing("member3");
        Metrics.Warnings.Add("member2: Its clock is 1 h behind the portal's: what it tells of now is not whole.");

        Open("/monitoring");

        Shows("member2: Its clock is 1 h behind");
        Shows("2 of 3 clusters");
        Shows("CPU used, cores 8 of 16 · 50.0% known of 2 of 3 clusters", () => Page.FindAll(".tile")[0]);
        Shows("Nodes ready – known of 0 of 3 clusters", () => Page.FindAll(".tile")[3]);
        Shows("No metrics endpoint of it is known.");
    }

    [Fact]
    public void HeatMap_PutsTheHottestFirst_AndTheUnknownLast()
    {
        Metrics.Uses("calm", 1);
        Metrics.IsMissing("away");
        Metrics.Uses("hot", 7.6);

        Open("/monitoring");

        Eventually(() => Assert.Equal(["hot 95.0%", "calm 12.5%", "away Unknown"], Page.FindAll(".heat-cell").Select(Text)));
        Assert.Contains("unknown", Page.FindAll(".heat-cell")[^1].ClassName, StringComparison.Ordinal);
        Field("Metric").Change("Restarts");
        Eventually(() => Assert.All(Page.FindAll(".heat-cell"), cell => Assert.Contains("Unknown", Text(cell), StringComparison.Ordinal)));
        Assert.Contains("heat=Restarts", Address, StringComparison.Ordinal);
    }

    [Fact]
    public void Cluster_LeadsToItsNamespaces_AndThoseToTheirPods()
    {
        Metrics.Uses("member1", 6);
        Metrics.UsesBelow("shop", 4);

        Open("/monitoring?cluster=member1");

        Shows("CPU, cores by namespace");
        Shows("shop 4", Part);
        Assert.Equal("/monitoring?cluster=member1&namespace=shop", Part().QuerySelector("a")?.GetAttribute("href"));
        Open("/monitoring?cluster=member1&namespace=shop");
        Shows("Pods by use");
        Assert.Contains(Metrics.Drawn, drawn => drawn.Place == new MetricsPlace("member1", "shop"));
    }

    [Fact]
    public void NobodyAnswers_ShowsNoFigureAtAll()
    {
        Metrics.IsMissing("member1");

        Open("/monitoring");

        Eventually(() => Assert.Single(Alerts));
        Assert.Empty(Page.FindAll(".tile"));
    }

    [Fact]
    public void Range_IsThatOfTheAddress_AndFiguresAreReadAgainByThemselves()
    {
        Metrics.Uses("member1", 6);
        Open("/monitoring?range=1d&end=1793487600");
        Eventually(() => Assert.Equal(4, Metrics.Drawn.Count));
        Assert.All(Metrics.Drawn, drawn => Assert.Equal(1_793_487_600_000, drawn.Grid.End));

        Metrics.Uses("member2", 1);
        Clock.Advance(TimeSpan.FromSeconds(31));

        Shows("2 of 2 clusters");
    }

    [Fact]
    public void Comparison_IsInTheAddress_AndDrawsTwoLines()
    {
        Metrics.Uses("member1", 6);
        Metrics.Uses("member2", 2);
        Open("/monitoring?range=4w");
        Eventually(() => Assert.Equal(["member1", "member2"], Names()));

        Click(() => Button("Compare with last week"));

        Eventually(() => Assert.Equal(["Now", "A week before"], Names()));
        Shows("Sums of those clusters that are known at both times.");
        Assert.Contains("compare=week", Address, StringComparison.Ordinal);
        Click(() => Button("Compare with last week"));
        Eventually(() => Assert.Equal(["member1", "member2"], Names()));

        IReadOnlyList<string> Names() => [.. Page.FindAll(".fleet-chart")[0].QuerySelectorAll(".chart-name").Select(Text)];
    }

    [Fact]
    public void Capacity_SaysHowManyDaysAreLeft_AndWhatIsNotKnown()
    {
        Metrics.Uses("member1", 6);
        Metrics.IsMissing("member2");
        History.Forecasts.Add(new("member1", CapacityResource.Cpu, CapacityTrend.Growing, 6, 8, .5, 4.2, 300));
        History.Forecasts.Add(new("member1", CapacityResource.Pods, CapacityTrend.Steady, 6, 110, 0, null, 300));
        History.Forecasts.Add(new("member1", CapacityResource.Volumes, CapacityTrend.Full, 6, 6, .5, null, 300));

        Open("/monitoring");

        Shows("member1 4 days Unknown steady full", Capacity);
        Shows("Known up to now of 1 of 2 clusters.");
        Assert.Equal("75.0% used, by 300 hours", Capacity().QuerySelectorAll("td")[1].GetAttribute("title"));

        IElement Capacity() => Page.Find("section[aria-labelledby=capacity-title] tbody tr");
    }

    private IElement Part() => Page.Find("section[aria-labelledby=parts-title] tbody tr");
}

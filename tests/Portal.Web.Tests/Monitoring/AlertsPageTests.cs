using Bunit;
using Portal.Web.Tests.Testing;

namespace Portal.Web.Tests.Monitoring;

/// <summary>The alerts of all clusters, once each, the worst first.</summary>
public sealed class AlertsPageTests : PageTest
{
    private IReadOnlyList<string> Names => [.. Page.FindAll(".alert-name").Select(Text)];

    [Fact]
    public void Alerts_AreGroupedOverClusters_TheWorstFirst()
    {
        States.Raise("member1", "Watchdog", "none");
        States.Raise("member1", "PodCrashes", "warning");
        States.Raise("member2", "PodCrashes", "warning");
        States.Raise("member2", "NodeDown", "critical", minutes: 1);

        Open("/monitoring/alerts");

        Eventually(() => Assert.Equal(["NodeDown", "PodCrashes", "Watchdog"], Names));
        Shows("2 alerts in 2 clusters");
        Shows("1 alert in member2");
        Shows("2 of 2 clusters");
        Assert.Empty(Page.FindAll("[href^='javascript']"));
    }

    [Fact]
    public void Filters_AreInTheAddress_AndAskNoClusterAgain()
    {
        States.Raise("member1", "PodCrashes", "warning");
        States.Raise("member2", "NodeDown", "critical", isFiring: false);
        Open("/monitoring/alerts?state=pending");
        Eventually(() => Assert.Equal(["NodeDown"], Names));

        Open("/monitoring/alerts?severity=warning&cluster=member1");
        Eventually(() => Assert.Equal(["PodCrashes"], Names));
        Search("nothing of the kind");
        Shows("No alert fits these filters.");
        Assert.Equal(1, States.Rounds);
    }

    [Fact]
    public void NoAlert_IsNotClaimedOfClustersThatAreMissing()
    {
        States.Raise("member1", "Gone", "warning");
        States.Alerts.Clear();
        States.IsMissing("member2");

        Open("/monitoring/alerts");

        Shows("No alert is pending or firing in the clusters that answered.");
        Shows("missing: member2");
        Shows("No metrics endpoint of it is known.", () => Row("member2"));
    }

    [Fact]
    public void NobodyAnswers_IsAProblem()
    {
        States.IsMissing("member1");

        Open("/monitoring/alerts");

        Eventually(() => Assert.Contains("The cluster that was asked did not answer", Text(Assert.Single(Alerts)), StringComparison.Ordinal));
    }

    [Fact]
    public void NewAlert_AppearsByItself()
    {
        States.Raise("member1", "PodCrashes", "warning");
        Open("/monitoring/alerts");
        Eventually(() => Assert.Equal(["PodCrashes"], Names));

        States.Raise("member1", "NodeDown", "critical");
        Clock.Advance(TimeSpan.FromSeconds(31));

        Eventually(() => Assert.Equal(["NodeDown", "PodCrashes"], Names));
    }
}

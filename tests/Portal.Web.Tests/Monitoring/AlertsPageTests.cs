using Bunit;
using Portal.Core.Monitoring.Queries;
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
    public void Silence_IsMadeForAGroup_ShownOnIt_AndEnded()
    {
        States.Raise("member1", "PodCrashes", "warning");
        var member = States.Alerts[0].Member;
        Silences.Members.Add(new MemberCoverage(member, MemberPart.Answered, null, null, TimeSpan.Zero));
        Silences.Outcomes.Add(new(member.Id, "member1", "an id", null, ""));
        Open("/monitoring/alerts");
        Shows("No silence holds now.");

        Click(() => Button("Silence these alerts"));
        Act(() => Field("Why").Input("It is known"));
        Silences.Silences.Add(new(member, "an id", true, [new("alertname", "PodCrashes"), new("pod", "api-.*", IsRegex: true)], Sample.Now, Sample.Now.AddHours(4), "ada", "It is known"));
        Click(() => Button("Silence"));
        Shows("member1 Made", () => Dialog);
        Click(() => Button("Close"));

        Shows("silenced");
        var request = Assert.Single(Silences.Requests);
        Assert.Equal(["alertname=\"PodCrashes\"", "severity=\"warning\""], request.Matchers.Select(matcher => matcher.ToString()));
        Assert.Equal((Sample.Now.AddHours(4), "It is known", member.Id), (request.EndsAt, request.Comment, Assert.Single(request.ClusterIds!)));
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

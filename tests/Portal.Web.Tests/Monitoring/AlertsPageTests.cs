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
        Shows("That is 1 alert in 1 cluster now.", () => Dialog);
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
    public void Silence_IsDescribed_WithHowManyAlertsItIsFor_AndChanged()
    {
        States.Raise("member1", "PodCrashes", "warning");
        States.Raise("member2", "PodCrashes", "warning");
        var members = States.Alerts.ConvertAll(alert => alert.Member);
        Silences.Members.AddRange(members.Select(member => new MemberCoverage(member, MemberPart.Answered, null, null, TimeSpan.Zero)));
        Silences.Outcomes.Add(new(members[0].Id, "member1", "another id", null, ""));
        Silences.Silences.Add(new(members[0], "an id", true, [new("alertname", "NodeDown")], Sample.Now.AddHours(-1), Sample.Now.AddHours(4), "ada", "It is known"));
        Open("/monitoring/alerts");

        Click(() => Button("New silence"));
        Shows("That is 0 alerts in 0 clusters now.", () => Dialog);
        Act(() => Field("Alerts with these labels").Input("alertname=~\"Pod.*\""));
        Shows("That is 2 alerts in 2 clusters now.", () => Dialog);
        Act(() => Dialog.QuerySelectorAll(".picker-row input")[1].Change(false));
        Shows("That is 1 alert in 1 cluster now.", () => Dialog);
        Act(() => Field("Alerts with these labels").Input("alertname=~"));
        Shows("The matchers cannot be read.", () => Dialog);
        Click(() => Button("Cancel", Dialog));

        Click(() => Button("Change", Row("member1")));
        Shows("That is 0 alerts in 0 clusters now.", () => Dialog);
        Click(() => Button("Save", Dialog));
        Shows("member1 Changed", () => Dialog);
        var request = Assert.Single(Silences.Requests);
        Assert.Equal(("alertname=\"NodeDown\"", Sample.Now.AddHours(-1), "It is known"), (Assert.Single(request.Matchers).ToString(), request.StartsAt, request.Comment));
    }

    [Fact]
    public void Rule_OfAlerts_IsOpenedInTheExplorer()
    {
        States.Raise("member1", "PodCrashes", "warning");
        States.Rule = "up == 0";
        Open("/monitoring/alerts");

        Click(() => Button("Open its rule in the explorer"));

        Eventually(() => Assert.StartsWith("/monitoring/explore?q=up%20%3D%3D%200", Address, StringComparison.Ordinal));
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

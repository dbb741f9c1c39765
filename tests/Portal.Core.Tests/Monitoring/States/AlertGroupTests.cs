using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Tests.Monitoring.States;

public sealed class AlertGroupTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TwoServersThatWatchTheSame_RaiseOneAlert()
    {
        var one = Cluster("c1");

        var groups = AlertGroup.Of([Alert(one, "Down", "critical", false, 5, ("replica", "a")), Alert(one, "Down", "critical", true, 4, ("replica", "b"))]);

        Assert.True(Assert.Single(Assert.Single(groups).Alerts).IsFiring);
    }

    [Fact]
    public void SameAlertOfTwoClusters_IsOneGroupOfTwo()
    {
        var group = Assert.Single(AlertGroup.Of([Alert(Cluster("c2"), "Down", "critical", true, 4), Alert(Cluster("c1"), "Down", "critical", false, 9)]));

        Assert.Equal((1, 1, Now.AddMinutes(-9)), (group.Firing, group.Pending, group.Since));
        Assert.Equal(["c1", "c2"], group.Clusters);
    }

    [Fact]
    public void TheWorst_ComesFirst()
    {
        var one = Cluster("c1");

        var groups = AlertGroup.Of(
        [
            Alert(one, "Watchdog", "none", true, 900), Alert(one, "Odd", "page", true, 1), Alert(one, "Later", "critical", false, 50), Alert(one, "Warn", "warning", true, 1),
            Alert(one, "Young", "critical", true, 1), Alert(one, "Old", "critical", true, 10),
        ]);

        Assert.Equal(["Old", "Young", "Warn", "Odd", "Watchdog", "Later"], groups.Select(group => group.Name));
    }

    private static QueryMember Cluster(string name) => QueryMember.Of(Guid.CreateVersion7(), name, "prod", null, null);

    private static ActiveAlert Alert(QueryMember member, string name, string severity, bool isFiring, int minutes, params (string Name, string Value)[] more) => new(
        member, LabelSet.Of([("alertname", name), ("severity", severity), .. more]), LabelSet.Empty, isFiring, Now.AddMinutes(-minutes), "1");
}

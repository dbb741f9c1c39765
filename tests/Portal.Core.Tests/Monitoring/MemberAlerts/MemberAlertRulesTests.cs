using Portal.Core.Monitoring.MemberAlerts;
using Portal.Core.Monitoring.Notifications;
using Portal.Core.Monitoring.PortalAlerts;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Silences;
using Portal.Core.Monitoring.States;

namespace Portal.Core.Tests.Monitoring.MemberAlerts;

/// <summary>What of clusters' alerts begins, holds on and ends.</summary>
public sealed class MemberAlertRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Fleet = Guid.CreateVersion7();
    private static readonly QueryMember One = QueryMember.Of(Guid.CreateVersion7(), "one", "shop", null, "eu");

    [Fact]
    public void Held_BeginsNothing_AndEndsNothingThatWasTold()
    {
        var held = Said(Alert("Down", isHeld: true));
        Assert.Empty(Picture(held).Conditions);

        var open = PortalAlertRules.Raise(Assert.Single(Picture(Said(Alert("Down"))).Conditions), Now);
        Assert.Equal(open.SubjectKey, Assert.Single(Picture(held, open).Conditions).SubjectKey);
    }

    [Fact]
    public void Twins_AreOne_HeldWhenBothAre()
    {
        var condition = Assert.Single(Picture(Said(Alert("Down", isHeld: true, replica: "a"), Alert("Down", replica: "b"))).Conditions);
        Assert.Equal(("Down", AlertSeverity.Critical, "one"), (condition.SubjectName, condition.Severity, condition.ClusterName));
        Assert.Equal(("one", "shop", "eu", "pay"), (condition.Labels!["cluster"], condition.Labels["fleet"], condition.Labels["region"], condition.Labels["namespace"]));
    }

    [Fact]
    public void Silence_OfACluster_OrMoreThanWasRead_LeavesAllUnclear()
    {
        var open = PortalAlertRules.Raise(Assert.Single(Picture(Said(Alert("Down"))).Conditions), Now);
        AlertmanagerSaid silent = new(One, Fleet, false, false, []), cut = new(One, Fleet, true, false, [Alert("Another")]);

        Assert.Empty(MemberAlertRules.Gone(Picture(silent, open), [open]));
        Assert.Empty(MemberAlertRules.Gone(Picture(cut, open), [open]));
        Assert.Equal([open], MemberAlertRules.Gone(Picture(Said(), open), [open]));
    }

    [Fact]
    public void Always_IsToldToNobody_AndWhatNobodyWantsIsNotKept()
    {
        Assert.Empty(Picture(Said(Alert("Watchdog", severity: "none"))).Conditions);
        Assert.Empty(MemberAlertRules.Picture([Said(Alert("Down"))], [], _ => false, Now).Conditions);
    }

    [Fact]
    public void Prometheus_ThatHasItStill_KnowsItByFewerLabels()
    {
        var open = PortalAlertRules.Raise(Assert.Single(Picture(Said(Alert("Down", replica: "a"))).Conditions), Now);
        ActiveAlert Active(string name, bool isFiring = true) => new(
            One, MergedLeaf.Labelled(LabelSet.Of(("alertname", name), ("severity", "critical")), One.Labels), LabelSet.Empty, isFiring, Now, "1");

        Assert.True(MemberAlertRules.Fires(open, [Active("Down")]));
        Assert.False(MemberAlertRules.Fires(open, [Active("Up"), Active("Down", isFiring: false)]));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("namespace=~\"pay|shop\", severity!=\"info\"", true)]
    [InlineData("{cluster=\"one\"}", true)]
    [InlineData("team=\"\"", true)]
    [InlineData("namespace!~\"pay.*\"", false)]
    public void Matchers_AreReadAsPeopleWriteThem(string text, bool isTold)
    {
        var channel = Channel(ChannelHears.Both);
        channel.Matchers = [.. MatcherText.Read(text, "Refused")];
        var alert = PortalAlertRules.Raise(Assert.Single(Picture(Said(Alert("Down"))).Conditions), Now);

        Assert.Equal(isTold, ChannelRouting.Wants(channel, alert));
        Assert.Equal(channel.Matchers, MatcherText.Read(MatcherText.Of(channel.Matchers), "Refused"));
        Assert.False(ChannelRouting.Wants(Channel(ChannelHears.Portal), alert));
    }

    private static NotificationChannel Channel(ChannelHears hears) => new()
    {
        Name = "ops",
        Kind = ChannelKind.Slack,
        Language = "en",
        Host = "",
        ProtectedSecrets = [],
        UpdatedAt = Now,
        UpdatedBy = "ada",
        Hears = hears,
    };

    private static AlertPicture Picture(AlertmanagerSaid said, params PortalAlert[] open) => MemberAlertRules.Picture([said], open, _ => true, Now);

    private static AlertmanagerSaid Said(params AlertmanagerAlert[] alerts) => new(One, Fleet, true, true, alerts);

    private static AlertmanagerAlert Alert(string name, string severity = "critical", bool isHeld = false, string replica = "") =>
        new(LabelSet.Of(("alertname", name), ("severity", severity), ("namespace", "pay"), ("prometheus_replica", replica)), "It is down", isHeld, Now.AddMinutes(-5));
}

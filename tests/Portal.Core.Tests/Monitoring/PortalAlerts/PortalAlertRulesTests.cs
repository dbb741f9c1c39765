using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Tests.Monitoring.PortalAlerts;

/// <summary>When an alert begins and ends: once for what lasts, and not at all for what blinks.</summary>
public sealed class PortalAlertRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly PortalAlertOptions Pace = new();

    private readonly List<PortalAlert> _open = [];
    private int _raised;
    private int _ended;

    [Fact]
    public void Condition_IsRaisedAfterItsGrace_Once_AndEndedAfterIt_IsGoneForAWhile()
    {
        Sweep(0, Down(0));
        Sweep(1.9, Down(0));
        Assert.Empty(_open);
        Sweep(2, Down(0));
        Sweep(3, Down(0));
        Assert.Equal((1, 0), (_raised, _ended));
        Sweep(4);
        Sweep(5.9);
        Assert.Single(_open);
        Sweep(6);
        Assert.Equal((1, 1), (_raised, _ended));
    }

    [Fact]
    public void Flapping_MakesOneAlert()
    {
        Sweep(2, Down(0));
        for (var minute = 3; minute < 60; minute += 2)
        {
            Sweep(minute);
            Sweep(minute + 1, Down(minute));
        }

        Assert.Equal((1, 0), (_raised, _ended));
    }

    [Fact]
    public void Blinking_MakesNone()
    {
        for (var minute = 0; minute < 60; minute += 2)
        {
            Sweep(minute, Down(minute));
            Sweep(minute + 1, Down(minute));
            Sweep(minute + 1.5);
        }

        Assert.Equal(0, _raised);
    }

    [Fact]
    public void WhatNothingIsKnownOf_NeitherBeginsNorEnds()
    {
        Sweep(5, Down(0));
        var unclear = new AlertPicture([], new HashSet<(PortalAlertKind, string)> { (PortalAlertKind.ClusterUnreachable, "cluster/1") });
        Sweep(10, unclear);
        Sweep(30, unclear);
        Assert.Single(_open);
        Assert.Null(_open[0].ClearSince);
    }

    [Fact]
    public void WhatBecomesWorse_IsTheSameAlert_AndSaysSo()
    {
        Sweep(5, Down(0));
        var alert = _open[0];
        Assert.False(PortalAlertRules.Keep(alert, Down(0)));
        alert.Severity = AlertSeverity.Info;
        Assert.True(PortalAlertRules.Keep(alert, Down(0) with { Reason = "Worse" }));
        Assert.Equal((AlertSeverity.Critical, "Worse"), (alert.Severity, alert.Reason));
    }

    private static AlertCondition Down(double sinceMinute) =>
        new(PortalAlertKind.ClusterUnreachable, "cluster/1", "member1", AlertSeverity.Critical, "It did not answer in time.", Start.AddMinutes(sinceMinute));

    private void Sweep(double minute, params AlertCondition[] conditions) => Sweep(minute, new AlertPicture(conditions, new HashSet<(PortalAlertKind, string)>()));

    private void Sweep(double minute, AlertPicture picture)
    {
        var now = Start.AddMinutes(minute);
        var changes = PortalAlertRules.Decide([.. _open], picture, Pace, now);
        foreach (var (alert, condition) in changes.Keep)
        {
            PortalAlertRules.Keep(alert, condition);
        }

        foreach (var alert in changes.Clear)
        {
            alert.ClearSince ??= now;
        }

        _open.RemoveAll(changes.End.Contains);
        _open.AddRange(changes.Raise.Select(condition => PortalAlertRules.Raise(condition, now)));
        (_raised, _ended) = (_raised + changes.Raise.Count, _ended + changes.End.Count);
    }
}

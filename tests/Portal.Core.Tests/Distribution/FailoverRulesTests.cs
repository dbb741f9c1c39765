using Portal.Core.Clusters;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;

namespace Portal.Core.Tests.Distribution;

public sealed class FailoverRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly FailoverFacts Lost = new(ApplicationState.Delivered, ClusterState.Unreachable, Now.AddSeconds(-300), 300, false);

    private static readonly FailoverFacts Back = Lost with { Cluster = ClusterState.Healthy, ClusterSince = Now.AddMinutes(-1), State = EvictionState.Evicted, GivenUp = true };

    [Fact]
    public void Lost_IsMoved_WhenTheTolerationIsOver_AndNotASecondBefore()
    {
        Assert.Equal(FailoverStep.Move, FailoverRules.Next(Lost, Now));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Lost, Now.AddSeconds(-1)));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Lost with { AfterSeconds = null }, Now));
    }

    [Theory]
    [InlineData(ApplicationState.New)]
    [InlineData(ApplicationState.Delivering)]
    [InlineData(ApplicationState.Deleting)]
    public void Nothing_IsDone_WhileTheApplicationIsChanged(ApplicationState state)
    {
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Lost with { Application = state }, Now));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Back with { Application = state }, Now));
    }

    [Theory]
    [InlineData(EvictionState.Held, FailoverStep.Wait)]
    [InlineData(EvictionState.Dismissed, FailoverStep.Wait)]
    [InlineData(EvictionState.Moving, FailoverStep.Wait)]
    [InlineData(EvictionState.Waiting, FailoverStep.Move)]
    public void Lost_ThatWasLookedAt_GoesOnOnlyWhereNobodyIsAsked(EvictionState state, FailoverStep next) =>
        Assert.Equal(next, FailoverRules.Next(Lost with { State = state }, Now));

    [Fact]
    public void Attempt_ThatFailed_WaitsForItsTime_TwiceAsLongEachTime()
    {
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Lost with { State = EvictionState.Waiting, NextAt = Now.AddSeconds(1) }, Now));
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 7).Select(attempts => (int)FailoverRules.Pause(attempts).TotalMinutes));
    }

    [Fact]
    public void Back_BeforeAnythingWasGivenUp_NothingIsLeftToDo() =>
        Assert.Equal(FailoverStep.Withdraw, FailoverRules.Next(Back with { State = EvictionState.Waiting, GivenUp = false }, Now));

    [Fact]
    public void Off_BeforeAnythingWasGivenUp_NothingIsLeftToDo() =>
        Assert.Equal(FailoverStep.Withdraw, FailoverRules.Next(Lost with { State = EvictionState.Held, AfterSeconds = null }, Now));

    [Fact]
    public void Back_IsCleared_OrReturnedTo_AsThePolicySays_OnceItIsStable()
    {
        Assert.Equal(FailoverStep.Clear, FailoverRules.Next(Back, Now));
        Assert.Equal(FailoverStep.Return, FailoverRules.Next(Back with { Returns = true }, Now));
        Assert.Equal(FailoverStep.Clear, FailoverRules.Next(Back with { Returns = true, AfterSeconds = null }, Now));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Back with { ClusterSince = Now.AddSeconds(-59) }, Now));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Back with { State = EvictionState.Held }, Now));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Back with { Cluster = ClusterState.Unreachable }, Now));
        Assert.Equal(FailoverStep.Wait, FailoverRules.Next(Back with { Cluster = ClusterState.Leaving }, Now));
    }

    [Fact]
    public void Back_WithNothingLeftThere_HasEnded() => Assert.Equal(FailoverStep.End, FailoverRules.Next(Back with { IsThere = false }, Now));

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(3, 4, false)]
    [InlineData(4, 4, true)]
    public void Replacement_ThatIsEmptyOrNotReady_IsNotHealthy(int ready, int all, bool healthy) => Assert.Equal(healthy, ReplacementHealth.Problem(ready, all) is null);

    [Theory]
    [InlineData(1, 0, 9, false)]
    [InlineData(1, 0, 0, false)]
    [InlineData(5, 0, 5, false)]
    [InlineData(6, 0, 4, true)]
    [InlineData(2, 8, 1, true)]
    public void ManyLostAtOnce_AreAnOutage_AndThoseLostLongAgoDoNotCount(int now, int longAgo, int healthy, bool outage)
    {
        IEnumerable<(ClusterState, DateTimeOffset)> fleet =
        [
            .. Enumerable.Repeat((ClusterState.Unreachable, Now.AddMinutes(-3)), now - 1).Append((ClusterState.Unreachable, Now)),
            .. Enumerable.Repeat((ClusterState.Unreachable, Now.AddDays(-3)), longAgo),
            .. Enumerable.Repeat((ClusterState.Healthy, Now.AddDays(-1)), healthy),
        ];

        Assert.Equal(outage, OutageRule.Count(fleet, Now).IsOutage(50));
    }
}

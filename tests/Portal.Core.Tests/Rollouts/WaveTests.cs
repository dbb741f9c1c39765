using Portal.Core.Monitoring.Promql;
using Portal.Core.Monitoring.Queries;
using Portal.Core.Monitoring.Queries.Merging;
using Portal.Core.Monitoring.Queries.Planning;
using Portal.Core.Operations;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Tests.Rollouts;

/// <summary>Waves: who is in which, what holds the next one back, and what counts as passed.</summary>
public sealed class WaveTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, new[] { 10, 50 }, 1, new[] { 0, 1, 1, 1, 1, 2, 2, 2, 2, 2 })]
    [InlineData(4, new[] { 25, 50 }, 0, new[] { 0, 1, 2, 2 })]
    [InlineData(3, new int[0], 1, new[] { 0, 1, 1 })]
    [InlineData(3, new int[0], 0, new[] { 0, 0, 0 })]
    [InlineData(2, new[] { 1, 2, 3 }, 0, new[] { 0, 1 })]
    public void Clusters_AreDividedByCanariesAndPercentages(int clusters, int[] percentages, int canaries, int[] expected)
    {
        var request = Request(clusters, new RolloutWaves(percentages));

        Assert.Equal(expected, WavePlan.Of(request, Enumerable.Range(0, canaries).ToHashSet()));
    }

    [Fact]
    public void RemovalThatNeedsDeliveries_IsInTheWaveOfTheLastOfThem()
    {
        var request = Request(4, new RolloutWaves([25]));
        var removal = request.Changes[0] with { ClusterId = Cluster(9), Needs = [1, 3] };

        Assert.Equal([0, 0, 1, 1, 1], WavePlan.Of(request with { Changes = [.. request.Changes, removal] }, new HashSet<int>()));
    }

    [Fact]
    public void NextWave_WaitsForTheEndTheSoakAndTheCheckOfTheOneBefore()
    {
        var settings = new RolloutSettings(5, FailurePolicy.RollBack, [], Waves: new RolloutWaves([50], 60));
        RolloutChange[] changes = [Change(0, 0), Change(1, 1)];
        RolloutWave[] waves = [Wave(0, WaveState.Waiting), Wave(1, WaveState.Waiting)];
        var gate = new RolloutGate(waves, Now);

        Assert.Equal([0], RolloutRules.Next(settings, false, changes, gate).Start);
        Assert.Empty(RolloutRules.Next(settings, false, changes, gate with { Paused = true }).Start);

        changes[0].State = RolloutChangeState.Started;
        Assert.Equal(RolloutMove.Wait.Start, RolloutRules.Next(settings, false, changes, gate).Start);
        changes[0].State = RolloutChangeState.Succeeded;
        Assert.Equal(new WaveMove(0, WaveState.Soaking), RolloutRules.Next(settings, false, changes, gate).Wave);

        (waves[0].State, waves[0].SoakUntil, waves[0].DueAt) = (WaveState.Soaking, Now.AddSeconds(60), Now.AddSeconds(60));
        Assert.Same(RolloutMove.Wait, RolloutRules.Next(settings, false, changes, gate));
        Assert.Equal(0, RolloutRules.Next(settings, false, changes, gate with { Now = Now.AddSeconds(60) }).Check);

        waves[0].State = WaveState.Failed;
        Assert.Equal(1, Assert.Single(RolloutRules.Next(settings, false, changes, gate).Skip).Ordinal);
        waves[0].State = WaveState.Passed;
        Assert.Equal([1], RolloutRules.Next(settings, false, changes, gate).Start);
        changes[1].State = RolloutChangeState.Succeeded;
        Assert.Equal(OperationState.Succeeded, RolloutRules.Next(settings, false, changes, gate).End);
    }

    [Fact]
    public void WaveWithAFailure_DoesNotPass_ThoughTheOthersWereToGoOn()
    {
        RolloutChange[] changes = [Change(0, 0), Change(1, 0), Change(2, 1)];
        (changes[0].State, changes[1].State) = (RolloutChangeState.Failed, RolloutChangeState.Succeeded);
        var settings = new RolloutSettings(5, FailurePolicy.Continue, [], Waves: new RolloutWaves([50]));

        var move = RolloutRules.Next(settings, false, changes, new RolloutGate([Wave(0, WaveState.Running), Wave(1, WaveState.Waiting)], Now));

        Assert.Equal(new WaveMove(0, WaveState.Failed, "1 of the 2 changes of the wave did not succeed."), move.Wave);
    }

    [Fact]
    public void Aborted_SkipsWhatWaits_WaitsForWhatRuns_AndTakesBack()
    {
        RolloutChange[] changes = [Change(0, 0), Change(1, 0), Change(2, 1)];
        (changes[0].State, changes[1].State) = (RolloutChangeState.Succeeded, RolloutChangeState.Started);
        var gate = new RolloutGate([], Now, Paused: true, Aborted: true);
        var settings = RolloutSettings.Default;

        Assert.Equal("The rollout was aborted before its turn came.", Assert.Single(RolloutRules.Next(settings, false, changes, gate).Skip).Reason);
        changes[2].State = RolloutChangeState.Skipped;
        Assert.Same(RolloutMove.Wait, RolloutRules.Next(settings, false, changes, gate));
        changes[1].State = RolloutChangeState.Failed;
        Assert.True(RolloutRules.Next(settings, false, changes, gate).TakeBack);
    }

    [Theory]
    [InlineData(MetricComparison.Below, 5, WaveOutcome.Passed, "4")]
    [InlineData(MetricComparison.Below, 4, WaveOutcome.Failed, "4")]
    [InlineData(MetricComparison.AtMost, 4, WaveOutcome.Passed, "4")]
    [InlineData(MetricComparison.AtLeast, 1, WaveOutcome.Passed, "1")]
    [InlineData(MetricComparison.Above, 1, WaveOutcome.Failed, "1")]
    public void Condition_HoldsForEachValue_AndTellsTheWorst(MetricComparison comparison, double threshold, WaveOutcome outcome, string value)
    {
        var result = MetricCheckRules.Judge(new MetricCheck("errors", comparison, threshold), Answer([1, 4, 2]));

        Assert.Equal((outcome, value), (result.Outcome, result.Value));
    }

    [Fact]
    public void NothingPartialOrWithoutANumber_IsPassed()
    {
        var check = new MetricCheck("errors", MetricComparison.Below, 5);

        Assert.Equal(WaveOutcome.Unknown, MetricCheckRules.Judge(check, Answer([])).Outcome);
        Assert.Equal(WaveOutcome.Unknown, MetricCheckRules.Judge(check, Answer([1, double.NaN])).Outcome);
        var partial = MetricCheckRules.Judge(check, Answer([1], MemberPart.Answered, MemberPart.Missing));
        Assert.Equal((WaveOutcome.Unknown, "1 of 2 clusters answered. c2: It is away."), (partial.Outcome, partial.Why));
    }

    private static GlobalAnswer Answer(double[] values, params MemberPart[] parts)
    {
        var grid = TimeGrid.Instant(0);
        var members = parts.Select((part, index) => new MemberCoverage(
            QueryMember.Of(Guid.CreateVersion7(), $"c{index + 1}", "edge", "", ""), part, null, part == MemberPart.Missing ? "It is away." : null, TimeSpan.Zero));
        return new GlobalAnswer(
            new GlobalPlan(PlanKind.BySeries, PromqlParser.Parse("errors"), PromqlType.InstantVector), PromqlType.InstantVector, grid,
            [.. values.Select((value, index) => new Series(LabelSet.Of(("pod", $"p{index}")), [value]))], null, null, new Coverage([.. members]), [], Now);
    }

    private static RolloutRequest Request(int clusters, RolloutWaves waves) => new(OperationKinds.DeliverApplication, "Test", null,
        [.. Enumerable.Range(0, clusters).Select(index => new RequestedChange(Cluster(index), $"c{index}", "shop", OperationKinds.DeliverToCluster, [], null, null))],
        new RolloutSettings(5, FailurePolicy.Stop, [], Waves: waves));

    private static Guid Cluster(int number) => new(number + 1, 0, 0, new byte[8]);

    private static RolloutWave Wave(int number, WaveState state) => new() { RolloutId = Guid.Empty, Number = number, State = state };

    private static RolloutChange Change(int ordinal, int wave) => new()
    {
        RolloutId = Guid.Empty,
        Ordinal = ordinal,
        ClusterId = Cluster(ordinal),
        ClusterName = $"c{ordinal}",
        Subject = "shop",
        Kind = OperationKinds.DeliverToCluster,
        Stage = RolloutStage.Main,
        Wave = wave,
        OperationId = Guid.CreateVersion7(),
    };
}

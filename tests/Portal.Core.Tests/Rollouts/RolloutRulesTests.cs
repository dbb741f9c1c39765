using CsCheck;
using Portal.Core.Operations;
using Portal.Core.Rollouts;

namespace Portal.Core.Tests.Rollouts;

/// <summary>What holds for every rollout, whatever its changes need and whichever of them fail.</summary>
public sealed class RolloutRulesTests
{
    private sealed record Case(RolloutSettings Settings, List<RolloutChange> Changes, HashSet<int> Failing, int CancelAfter, int Seed);

    private static readonly Guid[] Clusters = [.. Enumerable.Range(1, 4).Select(index => new Guid(index, 0, 0, new byte[8]))];

    private static readonly Gen<Case> AnyCase =
        from count in Gen.Int[1, 12]
        from clusters in Gen.Int[0, Clusters.Length - 1].Array[count]
        from needs in Gen.Int[0, 11].Array[0, 2].Array[count]
        from failing in Gen.Int[0, 11].HashSet[0, 3]
        from concurrency in Gen.Int[1, 4]
        from policy in Gen.Enum<FailurePolicy>()
        from canary in Gen.Int[-1, Clusters.Length - 1]
        from cancelAfter in Gen.Int[-30, 12]
        from seed in Gen.Int
        select Make(clusters, needs, failing, new RolloutSettings(concurrency, policy, canary < 0 ? [] : [Clusters[canary]]), cancelAfter, seed);

    [Fact]
    public void AnyRollout_Ends_AndBreaksNoRule() => AnyCase.Sample(one => Run(one), iter: 5_000);

    [Fact]
    public void CanaryFails_WithContinue_NothingElseStarts()
    {
        var changes = new List<RolloutChange> { Change(0, 0, RolloutStage.Canary), Change(1, 1, RolloutStage.Main) };
        changes[0].State = RolloutChangeState.Failed;

        var move = RolloutRules.Next(new RolloutSettings(5, FailurePolicy.Continue, [Clusters[0]]), false, changes);

        Assert.Empty(move.Start);
        Assert.Equal(1, Assert.Single(move.Skip).Ordinal);
    }

    [Fact]
    public void NeedFails_WithContinue_NamesItInTheReason()
    {
        var changes = new List<RolloutChange> { Change(0, 0), Change(1, 0, needs: [0]), Change(2, 1) };
        changes[0].State = RolloutChangeState.Failed;

        var move = RolloutRules.Next(new RolloutSettings(5, FailurePolicy.Continue, []), false, changes);

        Assert.Equal("It needs part-0 on member1, which did not succeed.", Assert.Single(move.Skip).Reason);
    }

    private static Case Make(int[] clusters, int[][] needs, HashSet<int> failing, RolloutSettings settings, int cancelAfter, int seed)
    {
        var changes = clusters.Select((cluster, ordinal) => Change(
            ordinal, cluster, settings.Canaries.Contains(Clusters[cluster]) ? RolloutStage.Canary : RolloutStage.Main,
            [.. needs[ordinal].Where(need => need < ordinal).Distinct()])).ToList();

        // What a canary needs is a canary too: the writer sees to it, and here the need is dropped.
        foreach (var change in changes.Where(change => change.Stage == RolloutStage.Canary && change.Needs.Any(need => changes[need].Stage != RolloutStage.Canary)).ToList())
        {
            changes[change.Ordinal] = Change(change.Ordinal, Array.IndexOf(Clusters, change.ClusterId), RolloutStage.Canary);
        }

        return new Case(settings, changes, failing, cancelAfter, seed);
    }

    private static RolloutChange Change(int ordinal, int cluster, RolloutStage stage = RolloutStage.Main, int[]? needs = null) => new()
    {
        RolloutId = Guid.Empty,
        Ordinal = ordinal,
        ClusterId = Clusters[cluster],
        ClusterName = $"member{cluster + 1}",
        Subject = $"part-{ordinal}",
        Kind = OperationKinds.InstallComponent,
        Stage = stage,
        Needs = needs ?? [],
        OperationId = Guid.NewGuid(),
    };

    private static void Run(Case one)
    {
        var random = new Random(one.Seed);
        var changes = one.Changes.ConvertAll(change => Change(change.Ordinal, Array.IndexOf(Clusters, change.ClusterId), change.Stage, change.Needs));
        for (var round = 0; ; round++)
        {
            Assert.InRange(round, 0, 200);
            var cancelled = one.CancelAfter >= 0 && round >= one.CancelAfter;
            var move = RolloutRules.Next(one.Settings, cancelled, changes);
            foreach (var skip in move.Skip)
            {
                Assert.NotEqual("", skip.Reason);
                Assert.Equal(RolloutChangeState.Waiting, changes[skip.Ordinal].State);
                changes[skip.Ordinal].State = RolloutChangeState.Skipped;
            }

            foreach (var ordinal in move.Start)
            {
                Start(one, changes, changes[ordinal], cancelled);
            }

            if (move.TakeBack)
            {
                TakeBack(changes);
                continue;
            }

            if (move.End is { } end)
            {
                Ended(one, changes, end, cancelled);
                return;
            }

            if (move.Skip.Count == 0 && move.Start.Count == 0)
            {
                // Only an operation that ends can take it on: there must be one.
                var running = changes.Where(change => change.State == RolloutChangeState.Started).ToList();
                Assert.NotEmpty(running);
                var next = running[random.Next(running.Count)];
                next.State = one.Failing.Contains(next.Ordinal) ? RolloutChangeState.Failed : RolloutChangeState.Succeeded;
            }
        }
    }

    private static void Start(Case one, List<RolloutChange> changes, RolloutChange change, bool cancelled)
    {
        Assert.False(cancelled);
        Assert.Equal(RolloutChangeState.Waiting, change.State);
        Assert.All(change.Needs, need => Assert.Equal(RolloutChangeState.Succeeded, changes[need].State));
        var forward = changes.Where(other => other.Stage != RolloutStage.Undo).ToList();
        if (change.Stage == RolloutStage.Main)
        {
            Assert.DoesNotContain(forward, other => other.Stage == RolloutStage.Canary && other.State != RolloutChangeState.Succeeded
                && !(one.Settings.OnFailure == FailurePolicy.Continue && other.State == RolloutChangeState.Skipped));
        }

        if (change.Stage != RolloutStage.Undo && one.Settings.OnFailure != FailurePolicy.Continue)
        {
            Assert.DoesNotContain(forward, other => other.State == RolloutChangeState.Failed);
        }

        change.State = RolloutChangeState.Started;
        var busy = changes.Where(other => other.State == RolloutChangeState.Started).Select(other => other.ClusterId).ToList();
        Assert.Equal(busy.Distinct(), busy);
        Assert.True(busy.Count <= one.Settings.Concurrency);
    }

    private static void TakeBack(List<RolloutChange> changes)
    {
        Assert.DoesNotContain(changes, change => change.State is RolloutChangeState.Started or RolloutChangeState.Waiting);
        foreach (var change in changes.Where(change => change.State is RolloutChangeState.Succeeded or RolloutChangeState.Failed).ToList())
        {
            changes.Add(Change(changes.Count, Array.IndexOf(Clusters, change.ClusterId), RolloutStage.Undo));
        }
    }

    private static void Ended(Case one, List<RolloutChange> changes, OperationState end, bool cancelled)
    {
        Assert.DoesNotContain(changes, change => change.State is RolloutChangeState.Started or RolloutChangeState.Waiting);
        var forward = changes.Where(change => change.Stage != RolloutStage.Undo).ToList();
        Assert.Equal(
            cancelled ? OperationState.Cancelled
            : forward.TrueForAll(change => change.State == RolloutChangeState.Succeeded) ? OperationState.Succeeded
            : OperationState.Failed,
            end);
        if (end == OperationState.Failed && one.Settings.OnFailure == FailurePolicy.RollBack)
        {
            Assert.Contains(changes, change => change.Stage == RolloutStage.Undo);
        }
    }
}

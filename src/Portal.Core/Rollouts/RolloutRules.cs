using Portal.Core.Operations;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Rollouts;

/// <summary>
/// Decides what a rollout does next from what its changes have come to. Pure: the same changes give the same move, so that
/// a worker that takes over goes on exactly where the one before stopped.
/// </summary>
public static class RolloutRules
{
    private const string Stopped = "The rollout stopped before its turn came.";
    private const string CancelledReason = "The rollout was cancelled before its turn came.";
    private const string AbortedReason = "The rollout was aborted before its turn came.";

    /// <summary>The next move; asked again after each that starts, skips or takes back something.</summary>
    public static RolloutMove Next(RolloutSettings settings, bool cancelRequested, IReadOnlyList<RolloutChange> changes, RolloutGate? held = null)
    {
        var gate = held ?? RolloutGate.Open;
        var forward = changes.Where(change => change.Stage != RolloutStage.Undo).ToList();
        var undo = changes.Where(change => change.Stage == RolloutStage.Undo).ToList();
        if (!cancelRequested && !gate.Aborted && !gate.HasFailed && !MustStop(settings, forward))
        {
            return gate.Paused && forward.Exists(change => change.State == RolloutChangeState.Waiting) ? RolloutMove.Wait : GoOn(settings, forward, gate);
        }

        var waiting = (cancelRequested ? changes : forward).Where(change => change.State == RolloutChangeState.Waiting).ToList();
        if (waiting.Count > 0)
        {
            var reason = cancelRequested ? CancelledReason : gate.Aborted ? AbortedReason : Stopped;
            return new RolloutMove([], [.. waiting.Select(change => new SkippedChange(change.Ordinal, reason))]);
        }

        if (changes.Any(change => change.State == RolloutChangeState.Started && (cancelRequested || change.Stage != RolloutStage.Undo)))
        {
            return RolloutMove.Wait;
        }

        if (cancelRequested)
        {
            return new RolloutMove([], [], End: OperationState.Cancelled);
        }

        return gate.Aborted || settings.OnFailure == FailurePolicy.RollBack ? GoBack(settings, undo) : new RolloutMove([], [], End: OperationState.Failed);
    }

    private static bool MustStop(RolloutSettings settings, List<RolloutChange> forward) => forward.Exists(change =>
        change.State == RolloutChangeState.Failed && (settings.OnFailure != FailurePolicy.Continue || change.Stage == RolloutStage.Canary));

    private static RolloutMove GoOn(RolloutSettings settings, List<RolloutChange> forward, RolloutGate gate)
    {
        var skip = Hopeless(forward);
        if (skip.Count > 0)
        {
            return new RolloutMove([], skip);
        }

        var canaries = forward.Exists(change => change.Stage == RolloutStage.Canary && !IsOver(change));
        var start = Ready(settings, forward, change => gate.Admits(change) && (!canaries || change.Stage == RolloutStage.Canary));
        if (start.Count > 0 || forward.Exists(change => change.State == RolloutChangeState.Started))
        {
            return new RolloutMove(start, []);
        }

        // Nothing runs and nothing may start: a change still waiting needs one that is not there.
        var stuck = forward.Where(change => change.State == RolloutChangeState.Waiting && gate.Admits(change))
            .Select(change => new SkippedChange(change.Ordinal, "What it needs is not among the changes of this rollout.")).ToList();
        return stuck.Count > 0
            ? new RolloutMove([], stuck)
            : WaveRules.Between(forward, gate) ?? new RolloutMove([], [], End: forward.TrueForAll(change => change.State == RolloutChangeState.Succeeded)
                ? OperationState.Succeeded
                : OperationState.Failed);
    }

    private static RolloutMove GoBack(RolloutSettings settings, List<RolloutChange> undo)
    {
        if (undo.Count == 0)
        {
            return new RolloutMove([], [], TakeBack: true);
        }

        var skip = Hopeless(undo);
        if (skip.Count > 0)
        {
            return new RolloutMove([], skip);
        }

        var start = Ready(settings, undo, _ => true);
        return start.Count > 0 || undo.Exists(change => !IsOver(change))
            ? new RolloutMove(start, [])
            : new RolloutMove([], [], End: OperationState.Failed);
    }

    /// <summary>In the plan's order, one change a cluster, and no more clusters at once than asked for.</summary>
    private static List<int> Ready(RolloutSettings settings, List<RolloutChange> changes, Func<RolloutChange, bool> mayStart)
    {
        var succeeded = changes.Where(change => change.State == RolloutChangeState.Succeeded).Select(change => change.Ordinal).ToHashSet();
        var busy = changes.Where(change => change.State == RolloutChangeState.Started).Select(change => change.ClusterId).ToHashSet();
        var start = new List<int>();
        foreach (var change in changes.Where(change => change.State == RolloutChangeState.Waiting && mayStart(change)).OrderBy(change => change.Ordinal))
        {
            if (busy.Count >= settings.Concurrency)
            {
                break;
            }

            if (change.Needs.All(succeeded.Contains) && busy.Add(change.ClusterId))
            {
                start.Add(change.Ordinal);
            }
        }

        return start;
    }

    private static List<SkippedChange> Hopeless(List<RolloutChange> changes)
    {
        var lost = changes.Where(change => change.State is RolloutChangeState.Failed or RolloutChangeState.Skipped)
            .ToDictionary(change => change.Ordinal);
        return [.. changes.Where(change => change.State == RolloutChangeState.Waiting)
            .Select(change => (Change: change, Need: change.Needs.FirstOrDefault(lost.ContainsKey, -1)))
            .Where(pair => pair.Need >= 0)
            .Select(pair => new SkippedChange(
                pair.Change.Ordinal, $"It needs {lost[pair.Need].Subject} on {lost[pair.Need].ClusterName}, which did not succeed."))];
    }

    private static bool IsOver(RolloutChange change) => change.State is not (RolloutChangeState.Waiting or RolloutChangeState.Started);
}

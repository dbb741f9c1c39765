using Portal.Core.Problems;
using Portal.Core.Rollouts;

namespace Portal.Jobs.Rollouts;

/// <summary>Says how a rollout ended that did not succeed.</summary>
internal static class RolloutEnd
{
    private const int Named = 5;

    /// <param name="held">Why it went no further, beside its changes; else empty.</param>
    public static Problem Describe(string title, IReadOnlyList<RolloutChange> changes, string held)
    {
        var forward = changes.Where(change => change.Stage != RolloutStage.Undo).ToList();
        var failed = forward.Where(change => change.State == RolloutChangeState.Failed).ToList();
        var missing = forward.Count(change => change.State != RolloutChangeState.Succeeded);
        var why = string.Join("; ", failed.Take(Named).Select(change => $"{change.Subject} on {change.ClusterName}: {change.Reason}"));
        var more = failed.Count > Named ? $"; and {failed.Count - Named} more" : "";
        var told = held.Length > 0 && why.Length > 0 ? $"{held} {why}{more}" : $"{held}{why}{more}";
        return new Problem(ProblemKind.Refused, $"{title}: {missing} of {forward.Count} changes did not succeed", told, Remedy(changes));
    }

    public static string Count(IReadOnlyList<RolloutChange> changes)
    {
        var forward = changes.Where(change => change.Stage != RolloutStage.Undo).ToList();
        return $"{Of(RolloutChangeState.Succeeded)} succeeded, {Of(RolloutChangeState.Failed)} failed, {Of(RolloutChangeState.Skipped)} not started";

        int Of(RolloutChangeState state) => forward.Count(change => change.State == state);
    }

    private static string Remedy(IReadOnlyList<RolloutChange> changes)
    {
        var undo = changes.Where(change => change.Stage == RolloutStage.Undo).ToList();
        if (undo.Count == 0)
        {
            return "Open the clusters that failed, mend the cause, and retry: what has succeeded is not done again.";
        }

        var left = undo.Where(change => change.State != RolloutChangeState.Succeeded).ToList();
        return left.Count == 0
            ? "All that was changed is taken back. Mend the cause, and retry: it begins anew."
            : $"{left.Count} changes could not be taken back ({string.Join(", ", left.Take(Named).Select(change => $"{change.Subject} on {change.ClusterName}"))}): open their operations, and mend them first.";
    }
}

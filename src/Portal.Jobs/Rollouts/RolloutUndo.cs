using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Rollouts;

namespace Portal.Jobs.Rollouts;

/// <summary>Plans how a rollout is taken back: each change that did something, after all that were built on it.</summary>
internal sealed class RolloutUndo(IServiceProvider starters)
{
    public async Task<List<RolloutChange>> PlanAsync(IReadOnlyList<RolloutChange> changes, CancellationToken cancellationToken)
    {
        var next = changes.Max(change => change.Ordinal) + 1;
        var undoOf = new Dictionary<int, int>();
        var back = new List<RolloutChange>();

        // What needs another comes after it in the plan: backwards, every dependent is planned before what it needs.
        foreach (var change in changes.Where(DidSomething).OrderByDescending(change => change.Ordinal))
        {
            var dependents = changes.Where(other => other.Needs.Contains(change.Ordinal) && undoOf.ContainsKey(other.Ordinal))
                .Select(other => undoOf[other.Ordinal]).ToArray();
            var starter = starters.GetRequiredKeyedService<IRolloutStarter>(change.Kind);
            if (await starter.UndoAsync(change, next, dependents, cancellationToken) is { } undo)
            {
                undoOf[change.Ordinal] = next++;
                back.Add(undo);
            }
        }

        return back;
    }

    private static bool DidSomething(RolloutChange change) =>
        change.Stage != RolloutStage.Undo && change.State is RolloutChangeState.Succeeded or RolloutChangeState.Failed;
}

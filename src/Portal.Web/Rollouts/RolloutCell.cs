using Portal.Core.Rollouts;

namespace Portal.Web.Rollouts;

/// <summary>One cluster of a rollout: its changes, and the state that they come to together.</summary>
public sealed record RolloutCell(Guid ClusterId, string ClusterName, IReadOnlyList<RolloutChangeView> Changes)
{
    // The first that is found among the changes tells of the cluster: what needs a person comes before what goes well.
    private static readonly RolloutChangeState[] ByUrgency =
    [
        RolloutChangeState.Failed, RolloutChangeState.Started, RolloutChangeState.Skipped, RolloutChangeState.Waiting,
    ];

    public bool IsCanary => Changes.Any(change => change.Stage == RolloutStage.Canary);

    public int Done => Changes.Count(change => change.State == RolloutChangeState.Succeeded);

    public RolloutChangeState State => ByUrgency.Cast<RolloutChangeState?>()
        .FirstOrDefault(state => Changes.Any(change => change.State == state)) ?? RolloutChangeState.Succeeded;

    /// <summary>In the order in which each cluster first appears.</summary>
    public static IReadOnlyList<RolloutCell> Of(IReadOnlyList<RolloutChangeView> changes) =>
        [.. changes.GroupBy(change => (change.ClusterId, change.ClusterName))
            .Select(cluster => new RolloutCell(cluster.Key.ClusterId, cluster.Key.ClusterName, [.. cluster]))];
}

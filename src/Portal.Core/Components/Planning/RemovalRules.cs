namespace Portal.Core.Components.Planning;

/// <summary>Whether what a plan removes can go.</summary>
internal static class RemovalRules
{
    public static void Apply(PlanIndex index, IReadOnlySet<PlanTarget> going, PlanFailures failures)
    {
        foreach (var target in index.Sort(going))
        {
            var cluster = index.Cluster(target.ClusterId)!;
            if (cluster.Unusable is { } unusable)
            {
                failures.AddCluster(target, unusable);
            }
            else if (index.Installed(target)!.State == InstalledState.Changing)
            {
                failures.Add(target, PlanWords.CannotGo(index, target, "An operation on it is queued or running.",
                    "Wait until it has ended, or cancel it, and plan again."));
            }

            foreach (var (dependent, _) in index.Dependents(target)
                .Where(row => index.UsableVersion(target) is not null && index.UsableVersion(row.Dependent) is not null && !going.Contains(row.Dependent) && !IsMetElsewhere(index, row.Dependent, row.Requirement, going)))
            {
                failures.Add(target, PlanWords.CannotGo(index, target, $"{index.Name(dependent)} needs it.",
                    $"Uninstall {index.Name(dependent)} in the same plan, or keep both."));
            }
        }
    }

    /// <summary>In the order in which they can go: what needs another before that other.</summary>
    public static IEnumerable<PlanTarget> GoBefore(PlanIndex index, PlanTarget target, IReadOnlySet<PlanTarget> going) =>
        index.Dependents(target).Select(row => row.Dependent)
            .Concat(index.InstalledBeside(target).Where(other => index.Component(other.Component)!.After.Contains(target.Component)))
            .Where(going.Contains).Distinct();

    private static bool IsMetElsewhere(PlanIndex index, PlanTarget dependent, PlanRequirement requirement, IReadOnlySet<PlanTarget> going) =>
        index.Places(requirement, dependent.ClusterId).Any(place =>
            !going.Contains(place) && index.UsableVersion(place) is { } version && PlanIndex.Fits(requirement.Versions, version));
}

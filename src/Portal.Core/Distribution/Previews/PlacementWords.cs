using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Previews;

/// <summary>Why a cluster is in or out, and why there is no placement at all.</summary>
internal static class PlacementWords
{
    public const string OtherFleet = "It is no longer in the fleet.";

    /// <summary>One sentence for each workload that says something else.</summary>
    public static string Reason(string cluster, ApplicationPlacement placement)
    {
        if (!placement.Supposed.IsThere(cluster))
        {
            return "It is supposed to have failed.";
        }

        var said = placement.Decisions.Select(one => Reason(cluster, one.Workload, one.Decision)).Distinct().ToList();
        return string.Join(" ", said.Take(5));
    }

    public static string Refusal(string workload, PlacementDecision decision) => decision.Refusal switch
    {
        PlacementRefusal.NoClusterFits => $"No cluster may take {Name(workload)}.",
        PlacementRefusal.TooFewGroups => $"There are fewer groups of clusters than the spread of {Name(workload)} asks for.",
        PlacementRefusal.TooFewClustersInGroups => $"The groups that may be chosen for {Name(workload)} hold fewer clusters than its spread asks for.",
        PlacementRefusal.NotEnoughCapacity => $"No choice of clusters has room for all replicas of {Name(workload)}.",
        _ => $"The spread of {Name(workload)} cannot be worked out.",
    };

    private static string Reason(string cluster, string workload, PlacementDecision decision)
    {
        if (decision.ReplicasOf(cluster) is { } replicas)
        {
            return Chosen(cluster, replicas, decision);
        }

        if (decision.ExclusionOf(cluster) is { } excluded)
        {
            return Excluded(excluded);
        }

        var room = decision.CandidateOf(cluster)?.Available ?? 0;
        return room <= 0 ? $"It passes all filters, and has no room for {Name(workload)}."
            : decision.Refusal is null ? "It passes all filters, and others were chosen before it."
            : "It passes all filters, but there is no placement as a whole."
                + (decision.Refusal == PlacementRefusal.NotEnoughCapacity ? Room(room) : "");
    }

    private static string Room(long count) => $" It has room for {count} replicas as last observed.";

    private static string Chosen(string cluster, int replicas, PlacementDecision decision)
    {
        var candidate = decision.CandidateOf(cluster) ?? default;
        var group = decision.AffinityName is { } name ? $" It is in the affinity group \"{name}\"." : "";
        return (candidate.Score > 0 ? "It passes all filters, and has the application already." : "It passes all filters, and was chosen.") + group
            + (replicas > 0 && candidate.Available < replicas ? Room(candidate.Available) : "");
    }

    private static string Excluded(ExcludedCluster excluded) => excluded.Reason switch
    {
        ExclusionReason.Leaving => "It joins or leaves.",
        ExclusionReason.Evicting => "The application is being moved away from it.",
        ExclusionReason.ApiMissing => $"It does not serve {excluded.Detail}.",
        ExclusionReason.TaintNotTolerated => $"Its taint {excluded.Detail} is not tolerated.",
        ExclusionReason.AffinityNotMatched => "The cluster affinity does not select it.",
        _ => $"It says no {excluded.Detail}, over which replicas are spread.",
    };

    /// <summary>"apps/Deployment/shop/web" as people say it.</summary>
    private static string Name(string workload) => workload.Split('/') is [_, var kind, var space, var name]
        ? space.Length == 0 ? $"{kind} {name}" : $"{kind} {space}/{name}"
        : "the application";
}

using Portal.Core.Distribution.Placement;

namespace Portal.Core.Distribution.Previews;

/// <summary>The fleet and the policy under a supposition.</summary>
/// <param name="Fleet">Without what is supposed to be gone.</param>
/// <param name="Gone">The names of clusters that are supposed to be gone.</param>
internal sealed record Supposition(IReadOnlyList<PlacementCluster> Fleet, PlacementPolicy Policy, IReadOnlySet<string> Gone)
{
    public bool IsThere(string cluster) => !Gone.Contains(cluster);

    public static Supposition Of(IReadOnlyList<PlacementCluster> fleet, PlacementPolicy policy, WhatIf? whatIf)
    {
        if (whatIf is null)
        {
            return new Supposition(fleet, policy, new HashSet<string>());
        }

        var gone = fleet.Where(cluster => whatIf.FailedRegions?.Contains(cluster.Region) == true || whatIf.FailedClusters?.Contains(cluster.Name) == true)
            .Select(cluster => cluster.Name).ToHashSet();
        var left = fleet.Where(cluster => !gone.Contains(cluster.Name))
            .Select(cluster => whatIf.FullClusters?.Contains(cluster.Name) == true ? PlacementFleet.Full(cluster) : cluster).ToList();
        return new Supposition(left, whatIf.Weights is { Count: > 0 } weights ? Weighted(policy, weights) : policy, gone);
    }

    private static PlacementPolicy Weighted(PlacementPolicy policy, IReadOnlyDictionary<string, long> weights) => policy with
    {
        ReplicaScheduling = new ReplicaScheduling(ReplicaScheduling.Divided, ReplicaScheduling.Weighted, new WeightPreference(
            [.. weights.Where(pair => pair.Value > 0).Select(pair => new StaticWeight(new ClusterAffinity { ClusterNames = [pair.Key] }, pair.Value))])),
    };
}

using ClusterSim.Json;

namespace ClusterSim.Controllers;

/// <summary>Where a template goes: by names of clusters and static weights alone.</summary>
internal static class KarmadaPlacing
{
    public static Seq Place(IEnumerable<string> all, Map placement, long? replicas)
    {
        var names = (placement.At("clusterAffinity", "clusterNames") as Seq)?.OfType<string>().ToHashSet();
        var members = all.Where(name => names?.Contains(name) != false).Order(StringComparer.Ordinal).ToList();
        var weights = (placement.At("replicaScheduling", "weightPreference") as Map ?? []).Maps("staticWeightList")
            .SelectMany(weight => ((Seq)weight.At("targetCluster", "clusterNames")!).OfType<string>().Select(name => (name, weight.Number("weight") ?? 1)))
            .ToDictionary(pair => pair.name, pair => pair.Item2);
        var total = members.Sum(member => weights.GetValueOrDefault(member, 1));
        var shares = members.ConvertAll(member => replicas is null || placement.At("replicaScheduling", "replicaSchedulingType") is not "Divided"
            ? replicas ?? 0 : replicas.Value * weights.GetValueOrDefault(member, 1) / total);
        // What is left over goes to the heaviest first.
        var rest = placement.At("replicaScheduling", "replicaSchedulingType") is "Divided" ? (replicas ?? 0) - shares.Sum() : 0;
        foreach (var index in Enumerable.Range(0, members.Count).OrderByDescending(index => weights.GetValueOrDefault(members[index], 1)).Take((int)rest))
        {
            shares[index]++;
        }

        return [.. members.Select((member, index) => replicas is null ? new Map { ["name"] = member } : new Map { ["name"] = member, ["replicas"] = shares[index] })
            .Where(one => replicas is null || one.Number("replicas") > 0)];
    }
}

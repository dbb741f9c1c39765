using Portal.Core.Distribution.Placement;
using Portal.Core.Distribution.Sources;

namespace Portal.Core.Distribution.Previews;

/// <summary>
/// Places a whole application: each workload by the engine, and all that has no replicas wherever a workload goes. Pure.
/// </summary>
internal static class ApplicationPlacer
{
    /// <param name="fleet">All clusters that may be chosen, and those that may not.</param>
    /// <param name="previous">Replicas by workload, by cluster, as they are meant to be now.</param>
    /// <param name="byKarmada">True to decide as Karmada does, and no better.</param>
    /// <param name="evicted">The names of clusters from which the application is moved away.</param>
    /// <param name="fresh">True to divide replicas anew, wherever they are now.</param>
    public static ApplicationPlacement Place(
        IReadOnlyList<PlacementCluster> fleet, ManifestSource source, PlacementPolicy policy,
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> previous, WhatIf? whatIf, bool byKarmada = false,
        IReadOnlyList<string>? evicted = null, bool fresh = false)
    {
        var supposed = Supposition.Of(fleet, policy, whatIf);
        var workloads = source.Objects.Where(item => item.Replicas is not null).ToList();
        var asked = new PlacementRequest
        {
            Policy = supposed.Policy,
            ApiVersion = "",
            Kind = "",
            AnyApi = true, // Its own dry run tells whether a cluster serves it.
            EvictingFrom = evicted ?? [],
            Fresh = fresh,
            BeyondKarmada = !byKarmada,
            Rules = byKarmada ? KarmadaRules.V116 : KarmadaRules.Current,
        };
        var decisions = workloads.Count > 0
            ? workloads.ConvertAll(item => (item.Key, Decision: Decide(supposed, item, item.Replicas!.Value, previous, asked)))
            : [("", Decide(supposed, source.Objects[0], 0, previous, asked))];
        var assigned = new SortedDictionary<string, Dictionary<string, int>>(StringComparer.Ordinal);
        foreach (var (key, decision) in decisions)
        {
            foreach (var (cluster, replicas) in decision.Clusters)
            {
                if (!assigned.TryGetValue(cluster, out var there))
                {
                    assigned[cluster] = there = [];
                }

                if (key.Length > 0)
                {
                    there[key] = replicas;
                }
            }
        }

        // What is not placed on a cluster that has another workload has none there: left out, it would have all.
        foreach (var there in assigned.Values)
        {
            foreach (var item in workloads)
            {
                there.TryAdd(item.Key, 0);
            }
        }

        return new ApplicationPlacement(assigned, decisions, supposed);
    }

    private static PlacementDecision Decide(
        Supposition supposed, SourceObject item, int replicas, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> previous, PlacementRequest asked)
    {
        var before = previous.Where(cluster => item.Replicas is null or 0 || cluster.Value.GetValueOrDefault(item.Key) > 0)
            .OrderBy(cluster => cluster.Key, StringComparer.Ordinal)
            .Select(cluster => new AssignedReplicas(cluster.Key, cluster.Value.GetValueOrDefault(item.Key))).ToList();
        return PlacementEngine.Decide(supposed.Fleet, asked with
        {
            ApiVersion = item.Item.ApiVersion,
            Kind = item.Item.Kind,
            Replicas = replicas,
            Requests = WorkloadRequests.Of(item),
            Previous = before.FindAll(assigned => supposed.IsThere(assigned.Cluster)),
        });
    }
}

/// <summary>The outcome for all workloads together.</summary>
/// <param name="Assigned">Replicas by workload, by cluster.</param>
/// <param name="Decisions">By workload; of an application without any, one under an empty key.</param>
internal sealed record ApplicationPlacement(
    IReadOnlyDictionary<string, Dictionary<string, int>> Assigned,
    IReadOnlyList<(string Workload, PlacementDecision Decision)> Decisions,
    Supposition Supposed)
{
    /// <summary>Why there is no placement; empty when there is one.</summary>
    public IReadOnlyList<string> Refusals =>
        [.. Decisions.Where(one => one.Decision.Refusal is not null).Select(one => PlacementWords.Refusal(one.Workload, one.Decision)).Distinct()];
}

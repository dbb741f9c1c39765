using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Placement;

/// <summary>The filters of Karmada's scheduler: API enablement, taints, affinity, spread fields and eviction.</summary>
internal sealed class ClusterFilter
{
    private readonly ClusterSelector? _selector;
    private readonly Dictionary<string, int> _previous;
    private readonly HashSet<string> _evicting;
    private readonly string _api;
    private readonly bool _anyApi;
    private readonly string[] _spread;
    private readonly ClusterToleration[] _tolerations;

    public ClusterFilter(PlacementRequest request, ClusterAffinity? affinity)
    {
        _selector = affinity is null ? null : new ClusterSelector(affinity, request.Rules);
        _evicting = [.. request.EvictingFrom];
        _api = $"{request.ApiVersion}/{request.Kind}";
        _anyApi = request.AnyApi;
        _spread = [.. request.Policy.SpreadConstraints.Select(spread => spread.SpreadByField).Where(field => field != SpreadConstraint.Cluster)];
        _tolerations = [.. request.Policy.ClusterTolerations];
        _previous = new Dictionary<string, int>(request.Previous.Count);
        foreach (var (cluster, replicas) in request.Previous)
        {
            _previous.TryAdd(cluster, replicas);
        }
    }

    /// <summary>Null when the cluster passes.</summary>
    /// <param name="before">Replicas of the assignment before, or <see cref="Candidate.NotThere"/>.</param>
    public ExclusionReason? Check(PlacementCluster cluster, out int before)
    {
        // A cluster that has the workload keeps it although its API list or its taints changed: eviction decides that.
        var runsThere = Before(cluster.Name, out before);
        return cluster.Leaving ? ExclusionReason.Leaving
            : !runsThere && !_anyApi && !cluster.Apis.Contains(_api) ? ExclusionReason.ApiMissing
            : !runsThere && Untolerated(cluster) is not null ? ExclusionReason.TaintNotTolerated
            : _selector?.Matches(cluster) == false ? ExclusionReason.AffinityNotMatched
            : MissingField(cluster) is not null ? ExclusionReason.TopologyMissing
            : _evicting.Count > 0 && _evicting.Contains(cluster.Name) ? ExclusionReason.Evicting
            : null;
    }

    /// <summary>What a person is told beside the reason.</summary>
    public string Detail(PlacementCluster cluster, ExclusionReason reason) => reason switch
    {
        ExclusionReason.ApiMissing => _api,
        ExclusionReason.TaintNotTolerated when Untolerated(cluster) is { } taint => $"{taint.Key}={taint.Value}:{taint.Effect}",
        ExclusionReason.TopologyMissing => MissingField(cluster) ?? "",
        _ => "",
    };

    private bool Before(string cluster, out int before)
    {
        if (_previous.Count > 0 && _previous.TryGetValue(cluster, out before))
        {
            before = Math.Max(0, before);
            return true;
        }

        before = Candidate.NotThere;
        return false;
    }

    private string? MissingField(PlacementCluster cluster)
    {
        foreach (var field in _spread)
        {
            var missing = field switch
            {
                SpreadConstraint.Provider => cluster.Provider.Length == 0,
                SpreadConstraint.Region => cluster.Region.Length == 0,
                SpreadConstraint.Zone => cluster.Zones.Count == 0,
                _ => false,
            };
            if (missing)
            {
                return field;
            }
        }

        return null;
    }

    private ClusterTaint? Untolerated(PlacementCluster cluster)
    {
        for (var i = 0; i < cluster.Taints.Count; i++)
        {
            var taint = cluster.Taints[i];
            if (taint.Effect is "NoSchedule" or "NoExecute" && !Tolerated(taint))
            {
                return taint;
            }
        }

        return null;
    }

    // As Kubernetes' Toleration.ToleratesTaint.
    private bool Tolerated(ClusterTaint taint)
    {
        foreach (var toleration in _tolerations)
        {
            if ((string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
                && (string.IsNullOrEmpty(toleration.Key) || toleration.Key == taint.Key)
                && (toleration.Operator == "Exists"
                    || (string.IsNullOrEmpty(toleration.Operator) || toleration.Operator == "Equal") && (toleration.Value ?? "") == taint.Value))
            {
                return true;
            }
        }

        return false;
    }
}

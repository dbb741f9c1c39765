using Portal.Core.Clusters;

namespace Portal.Core.Distribution.Placement;

/// <summary>The filters of Karmada's scheduler: API enablement, taints, affinity, spread fields and eviction.</summary>
internal sealed class ClusterFilter(PlacementRequest request, ClusterAffinity? affinity)
{
    private readonly ClusterSelector? _selector = affinity is null ? null : new ClusterSelector(affinity, request.Rules);
    private readonly HashSet<string> _previous = [.. request.Previous.Select(assigned => assigned.Cluster)];
    private readonly HashSet<string> _evicting = [.. request.EvictingFrom];
    private readonly string _api = $"{request.ApiVersion}/{request.Kind}";
    private readonly IReadOnlyList<SpreadConstraint> _spread = request.Policy.SpreadConstraints;

    /// <summary>True when the workload runs there already.</summary>
    public bool IsPrevious(string cluster) => _previous.Contains(cluster);

    /// <summary>Null when the cluster passes.</summary>
    public ExcludedCluster? Exclude(PlacementCluster cluster)
    {
        if (cluster.Leaving)
        {
            return new(cluster.Name, ExclusionReason.Leaving, "");
        }

        // A cluster that has the workload keeps it although its API list or its taints changed: eviction decides that.
        var runsThere = _previous.Contains(cluster.Name);
        if (!runsThere && !cluster.Apis.Contains(_api))
        {
            return new(cluster.Name, ExclusionReason.ApiMissing, _api);
        }

        if (!runsThere && Untolerated(cluster) is { } taint)
        {
            return new(cluster.Name, ExclusionReason.TaintNotTolerated, $"{taint.Key}={taint.Value}:{taint.Effect}");
        }

        if (_selector?.Matches(cluster) == false)
        {
            return new(cluster.Name, ExclusionReason.AffinityNotMatched, "");
        }

        if (MissingField(cluster) is { } field)
        {
            return new(cluster.Name, ExclusionReason.TopologyMissing, field);
        }

        return _evicting.Contains(cluster.Name) ? new(cluster.Name, ExclusionReason.Evicting, "") : null;
    }

    private string? MissingField(PlacementCluster cluster)
    {
        for (var i = 0; i < _spread.Count; i++)
        {
            var field = _spread[i].SpreadByField;
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
        var tolerations = request.Policy.ClusterTolerations;
        for (var i = 0; i < tolerations.Count; i++)
        {
            var toleration = tolerations[i];
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

namespace Portal.Core.Distribution.Placement;

/// <summary>Where a workload may run, in the terms of a Karmada PropagationPolicy's spec.placement (JSON in camel case is the same).</summary>
public sealed record PlacementPolicy
{
    /// <summary>One group of clusters. Excludes <see cref="ClusterAffinities"/>.</summary>
    public ClusterAffinity? ClusterAffinity { get; init; }

    /// <summary>Ordered groups: the first in which the workload fits is used.</summary>
    public IReadOnlyList<ClusterAffinityTerm> ClusterAffinities { get; init; } = [];

    public IReadOnlyList<ClusterToleration> ClusterTolerations { get; init; } = [];

    public IReadOnlyList<SpreadConstraint> SpreadConstraints { get; init; } = [];

    /// <summary>Null means duplicated: every chosen cluster runs all replicas.</summary>
    public ReplicaScheduling? ReplicaScheduling { get; init; }
}

/// <summary>A group of clusters: by name, label and field; what it leaves empty does not restrict.</summary>
public record ClusterAffinity
{
    public LabelSelector? LabelSelector { get; init; }

    /// <summary>Over provider, region and zone.</summary>
    public FieldSelector? FieldSelector { get; init; }

    public IReadOnlyList<string> ClusterNames { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];
}

public sealed record ClusterAffinityTerm : ClusterAffinity
{
    public string AffinityName { get; init; } = "";
}

public sealed record LabelSelector
{
    public IReadOnlyDictionary<string, string> MatchLabels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<SelectorRequirement> MatchExpressions { get; init; } = [];
}

public sealed record FieldSelector
{
    public IReadOnlyList<SelectorRequirement> MatchExpressions { get; init; } = [];
}

/// <param name="Operator">In, NotIn, Exists or DoesNotExist; also Gt and Lt for fields. Any other matches nothing.</param>
public sealed record SelectorRequirement(string Key, string Operator, IReadOnlyList<string>? Values = null);

/// <summary>As a Kubernetes toleration. An empty key with Exists tolerates everything; an empty effect, every effect.</summary>
/// <param name="TolerationSeconds">For how long NoExecute is tolerated; null for ever.</param>
public sealed record ClusterToleration(
    string? Key = null, string? Operator = null, string? Value = null, string? Effect = null, long? TolerationSeconds = null);

/// <summary>Over how many groups (clusters, regions, zones, providers) to spread.</summary>
/// <param name="SpreadByField">cluster, region, zone or provider.</param>
public sealed record SpreadConstraint(string SpreadByField, int MinGroups, int MaxGroups)
{
    public const string Cluster = "cluster";
    public const string Region = "region";
    public const string Zone = "zone";
    public const string Provider = "provider";
}

/// <param name="ReplicaSchedulingType">Duplicated or Divided.</param>
/// <param name="ReplicaDivisionPreference">Aggregated or Weighted; for Divided.</param>
public sealed record ReplicaScheduling(
    string ReplicaSchedulingType,
    string? ReplicaDivisionPreference = null,
    WeightPreference? WeightPreference = null)
{
    public const string Duplicated = "Duplicated";
    public const string Divided = "Divided";
    public const string Aggregated = "Aggregated";
    public const string Weighted = "Weighted";
}

/// <param name="DynamicWeight">AvailableReplicas, or null for static weights.</param>
public sealed record WeightPreference(IReadOnlyList<StaticWeight>? StaticWeightList = null, string? DynamicWeight = null);

public sealed record StaticWeight(ClusterAffinity TargetCluster, long Weight);

namespace Portal.Core.Clusters;

/// <summary>A taint of a whole cluster, as in Karmada's Cluster.spec.taints.</summary>
/// <param name="Effect">NoSchedule, PreferNoSchedule or NoExecute.</param>
public sealed record ClusterTaint(string Key, string Value, string Effect);

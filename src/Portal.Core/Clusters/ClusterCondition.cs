namespace Portal.Core.Clusters;

/// <summary>A condition in Kubernetes' sense: a type, a status (True, False, Unknown), a reason and words.</summary>
public sealed record ClusterCondition(string Type, string Status, string Reason, string Message, DateTimeOffset LastTransitionAt);

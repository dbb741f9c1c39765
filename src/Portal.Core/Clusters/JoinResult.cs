namespace Portal.Core.Clusters;

/// <summary>The result of a join operation.</summary>
/// <param name="NeedsCredential">True when a retry needs the kubeconfig again: no process holds it any more.</param>
public sealed record JoinResult(bool NeedsCredential);

using Portal.Core.Kubernetes;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>What a kubeconfig's token stands for now.</summary>
/// <param name="TokenId">The token's row.</param>
/// <param name="Actor">Its owner, with the roles held now; acts by this token.</param>
/// <param name="Identity">Who the owner is to the cluster.</param>
/// <param name="ClusterId">The one cluster that it leads to.</param>
/// <param name="MayUse">False when the owner no longer holds the right to that cluster, or it leaves.</param>
/// <param name="ExpiresAt">When it ends, whatever happens.</param>
public sealed record KubeconfigGrant(
    Guid TokenId, Actor Actor, ClusterIdentity Identity, Guid ClusterId, string ClusterName, bool MayUse, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether what was let in by this would be let in as the same by <paramref name="now"/>.</summary>
    public bool Holds(KubeconfigGrant? now) =>
        now is { MayUse: true } && now.TokenId == TokenId && now.Identity.User == Identity.User && now.Identity.Groups.SequenceEqual(Identity.Groups);
}

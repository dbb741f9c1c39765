namespace Portal.Core.Access.Kubeconfigs;

/// <summary>The feature service of kubeconfigs that lead through the portal's proxy. Every method checks the actor's rights and throws ProblemException.</summary>
public interface IKubeconfigs
{
    /// <summary>Who the actor would be to a cluster, and for how long.</summary>
    Task<KubeconfigPreview> PreviewAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Makes one of the actor's own. It is returned once and never again.</summary>
    /// <param name="portal">How clients reach the portal.</param>
    Task<IssuedKubeconfig> CreateAsync(Guid clusterId, KubeconfigRequest request, Uri portal, Actor actor, CancellationToken cancellationToken);

    /// <summary>Those of an account (null: the actor's own), newest first, those that ended within the last 30 days included; at most 200. Only admins see those of others.</summary>
    Task<IReadOnlyList<KubeconfigSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Refuses it from now on, and cuts what runs by it. One's own, or for admins anyone's. Revoking twice is no error.</summary>
    Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}

using Portal.Core.Access;
using Portal.Core.Clusters;

namespace Portal.Core.Onboarding.Requests;

/// <summary>Joining the cluster of an approved request: by who asked, within the time that was given, after one more look at the rules.</summary>
public interface IRequestJoin
{
    /// <summary>A one-time command, valid for an hour, shown once. Asked for again, it replaces one that nobody has run.</summary>
    Task<JoinCommand> CreateCommandAsync(Guid id, Uri portal, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts the join with an uploaded credential, or gives a failed join one again. The credential stays in memory.</summary>
    Task<JoinStarted> JoinAsync(Guid id, string kubeconfig, string context, Actor actor, CancellationToken cancellationToken);
}

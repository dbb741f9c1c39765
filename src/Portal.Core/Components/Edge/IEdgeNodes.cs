using Portal.Core.Access;

namespace Portal.Core.Components.Edge;

/// <summary>Edge nodes of a cluster that runs KubeEdge: the command that joins one, what has come of it, and removal.</summary>
public interface IEdgeNodes
{
    /// <summary>Those that are nodes of the cluster, as last read, and those that a command was made for. By name.</summary>
    Task<IReadOnlyList<EdgeNodeView>> ListAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// The command to run on the machine, with a token that is read from the cluster now, kept nowhere and shown once.
    /// Throws Conflict when KubeEdge is not on the cluster, Unavailable when it has no token yet or does not answer.
    /// </summary>
    Task<EdgeJoinCommand> CreateCommandAsync(Guid clusterId, EdgeJoinRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Starts an operation that drains the node and removes it. Null when it has never come: then it is forgotten at once.</summary>
    Task<Guid?> RemoveAsync(Guid clusterId, string nodeName, Actor actor, CancellationToken cancellationToken);
}

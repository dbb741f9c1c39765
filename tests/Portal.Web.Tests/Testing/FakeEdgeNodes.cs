using Portal.Core.Access;
using Portal.Core.Components.Edge;

namespace Portal.Web.Tests.Testing;

public sealed class FakeEdgeNodes : FakeService, IEdgeNodes
{
    public List<EdgeNodeView> Nodes { get; } = [];

    public List<EdgeJoinRequest> Asked { get; } = [];

    public List<string> Removed { get; } = [];

    public Task<IReadOnlyList<EdgeNodeView>> ListAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<EdgeNodeView>>(() => Nodes);

    public Task<EdgeJoinCommand> CreateCommandAsync(Guid clusterId, EdgeJoinRequest request, Actor actor, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        return ActAsync(() => new EdgeJoinCommand(request.NodeName, $"keadm join --edgenode-name={request.NodeName}", Sample.Now.AddHours(1)));
    }

    public Task<Guid?> RemoveAsync(Guid clusterId, string nodeName, Actor actor, CancellationToken cancellationToken)
    {
        Removed.Add(nodeName);
        return ActAsync(() => (Guid?)Sample.OperationId);
    }
}

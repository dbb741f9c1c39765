using Portal.Core.Access;
using Portal.Core.Components.Systems.Connections;

namespace Portal.Web.Tests.Testing;

public sealed class FakeSystemConnections : FakeService, ISystemConnections
{
    public SystemConnectionsView View { get; set; } = new([], []);

    public Task<SystemConnectionsView> GetAsync(Guid systemId, Actor actor, CancellationToken cancellationToken) => ReadAsync(() => View);
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Components.Systems.Connections;

internal sealed class SystemConnectionService(SystemReader systems, IDbContextFactory<PortalDbContext> contexts, TimeProvider clock) : ISystemConnections
{
    public async Task<SystemConnectionsView> GetAsync(Guid systemId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await systems.ReadAsync(db, row => row.Id == systemId, cancellationToken) is not [var system, ..])
        {
            throw ProblemException.NotFound("The system cannot be shown");
        }

        var seen = await db.SystemConnections.AsNoTracking().Where(row => row.SystemId == systemId).ToListAsync(cancellationToken);
        return ConnectionRules.Show(
            [.. ConnectedSystems.Members(system).Select(member => new ConnectedCluster(member.ClusterId, member.ClusterName, member.Role))], seen, clock.GetUtcNow());
    }
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Namespaces.Delivery;

/// <summary>Forgets a namespace, and frees its name and quota, when it is gone from all of its clusters. After what forgets the application.</summary>
internal sealed class NamespaceSettling : IOperationEnded
{
    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (operation.State == OperationState.Succeeded)
        {
            await db.TeamNamespaces.Where(space => space.DeletionOperationId == operation.Id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    public Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken) => Task.CompletedTask;
}

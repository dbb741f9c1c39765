using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Operations;

/// <summary>Reads an operation to change it.</summary>
public static class OperationLock
{
    /// <summary>
    /// The operation with its steps, its row locked until the transaction ends: state, lease and steps change under this
    /// lock only. Null when there is none.
    /// </summary>
    public static async Task<Operation?> LockAsync(this PortalDbContext db, Guid id, CancellationToken cancellationToken)
    {
        var operation = await db.Operations.FromSql($"SELECT * FROM operations WHERE id = {id} FOR UPDATE")
            .SingleOrDefaultAsync(cancellationToken);
        if (operation is not null)
        {
            // Read after the lock was given, so that no older version of a step is taken for the present one.
            await db.Entry(operation).Collection(one => one.Steps).Query().OrderBy(step => step.Ordinal).LoadAsync(cancellationToken);
        }

        return operation;
    }
}

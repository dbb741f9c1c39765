using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Components.Systems;

/// <summary>Says of a system's step how its operation ended: done, not done and why, or undone.</summary>
internal sealed class SystemStepSettling(TimeProvider clock) : IOperationEnded
{
    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        if (operation.Parameters?.Deserialize<SystemOperation>(JsonSerializerOptions.Web) is not { } step || operation.ClusterId is not { } cluster)
        {
            return;
        }

        if (operation is { Kind: OperationKinds.UndoSystemStep, State: OperationState.Succeeded })
        {
            await db.SystemSteps.Where(record => record.SystemId == step.SystemId && record.ClusterId == cluster && record.Step == step.Step)
                .ExecuteDeleteAsync(cancellationToken);
            await db.SystemOutputs.Where(output => output.SystemId == step.SystemId && output.ClusterId == cluster && output.Step == step.Step)
                .ExecuteDeleteAsync(cancellationToken);
            return;
        }

        var problem = operation.State switch
        {
            OperationState.Succeeded => null,
            OperationState.Cancelled => "It was cancelled.",
            _ => $"{operation.ErrorWhat}: {operation.ErrorWhy} {operation.ErrorRemedy}",
        };
        await SystemStepRows.WriteAsync(db, step.SystemId, cluster, step.Step, problem, clock.GetUtcNow(), cancellationToken);
    }
}

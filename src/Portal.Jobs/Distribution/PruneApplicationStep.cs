using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution;

/// <summary>
/// Removes from the cluster what the application created there and no longer wants: after a delivery what is no longer in the
/// manifests, at a removal everything. What somebody else made, or has made anew, stays.
/// </summary>
internal sealed class PruneApplicationStep(DeliveryLoader loader, InventoryStore inventory, ObjectRemoval removal) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var delivery = await loader.LoadAsync(context, cancellationToken);
        var rows = await inventory.ReadAsync(delivery.ApplicationId, delivery.ClusterId, cancellationToken);
        var obsolete = InventoryMatch.Obsolete(rows, [.. delivery.Items.Select(item => item.Source)]);
        if (delivery.WithContents)
        {
            // What guards a namespace (its quota, its network policies) stays until all that is in it is gone.
            obsolete = [.. obsolete.OrderBy(row => row is not { Kind: "Namespace", Group: "" })];
        }

        var (removed, waited) = (0, false);
        for (var index = 0; index < obsolete.Count; index++)
        {
            var row = obsolete[index];
            if (!waited && Carries(row))
            {
                await delivery.Engine.AwaitWithdrawnAsync(delivery, [.. obsolete.Skip(index)], context, cancellationToken);
                waited = true;
            }

            try
            {
                removed += await removal.RemoveAsync(delivery, row, rows, context, cancellationToken) ? 1 : 0;
            }
            catch (Exception error) when (error is not ProblemException && KubernetesFaults.IsFault(error))
            {
                var problem = KubernetesFaults.Describe(error, delivery.ClusterName).Problem;
                throw new ProblemException(problem.Kind == ProblemKind.Unavailable ? problem : problem with { What = $"{row.Label} cannot be removed from {delivery.ClusterName}" });
            }

            await inventory.ForgetAsync(row, cancellationToken);
            await context.ReportAsync($"{removed} objects removed", cancellationToken);
        }

        await delivery.Engine.AwaitWithdrawnAsync(delivery, [], context, cancellationToken);
        if (obsolete.Count == 0)
        {
            context.Skip("Nothing had to be removed.");
        }
    }

    /// <summary>What others are in, or are carried by, goes when they are gone everywhere.</summary>
    private static bool Carries(ApplicationObject row) => row is { Kind: "Namespace", Group: "" } or { Group: KarmadaPolicyApi.Group };
}

using k8s.Autorest;
using Portal.Core.Components.Systems.Karmada;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems.Karmada;

/// <summary>
/// Takes a member out of Karmada, whoever has joined it: first Karmada withdraws from the member what it has carried there,
/// then both sides are cleaned. Where one side is gone, the other is cleaned all the same.
/// </summary>
internal sealed class KarmadaUnjoin(KarmadaAccess access, KarmadaWithdrawal withdrawal)
{
    public async Task RunAsync(SystemStepContext context, CancellationToken cancellationToken)
    {
        var name = context.Here.ClusterName;
        var withdrawn = false;
        using (var karmada = await access.FindAsync(context, cancellationToken))
        {
            if (karmada is null)
            {
                context.Operation.Warn($"Karmada is gone: what it had carried to {name} stays there, with the label {KarmadaNames.ManagedLabel}=true.");
            }
            else
            {
                withdrawn = await withdrawal.RunAsync(context, karmada, cancellationToken);
            }
        }

        var left = await CleanAsync(context, name, withdrawn, cancellationToken);
        foreach (var item in left)
        {
            context.Operation.Warn($"Left: {item.Kind} {item.Name}. {item.Why} To remove it: {item.Command}");
        }

        await context.Operation.SaveResultAsync(new { Leftovers = left }, cancellationToken);
        await context.Operation.ReportAsync(
            left.Count == 0 ? $"{name} is no longer a member of Karmada" : $"{left.Count} objects are left; the receipt lists them", cancellationToken);
    }

    private static async Task<IReadOnlyList<Leftover>> CleanAsync(SystemStepContext context, string name, bool withdrawn, CancellationToken cancellationToken)
    {
        try
        {
            var objects = await context.ReadAsync(context.Here, cancellationToken);
            var writer = await context.WriteAsync(context.Here, cancellationToken);
            await AgentRemoval.FromMemberAsync(context.Operation, objects, writer, name, cancellationToken);
            return await new KarmadaMemberCleanup(objects, writer, name).RunAsync(context.Operation, withdrawn, cancellationToken);
        }
        catch (HttpOperationException error)
        {
            throw KubernetesFaults.Describe(error, name);
        }
        catch (ProblemException error) when (!cancellationToken.IsCancellationRequested
            && (context.Force || error.Problem.Kind is ProblemKind.NotFound or ProblemKind.Conflict))
        {
            // The member has left the portal, or is not waited for.
            context.Operation.Warn($"{error.Problem.What}: {error.Problem.Why}");
            return KarmadaMemberCleanup.All(name);
        }
    }
}

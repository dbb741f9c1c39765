using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Components.Systems;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>
/// Asks a step whether running it again would change anything: it is run with hands tied. What it depends on elsewhere (an
/// address, a token, a certificate) is read as it is now, and the first write that is not what is there already ends it.
/// </summary>
internal sealed class StepLook(SystemStepLoader loader, IServiceProvider steps)
{
    /// <summary>False also where nothing can be said: a cluster does not answer, or what is needed is not there.</summary>
    public async Task<bool> IsNeededAsync(SystemModel system, SystemMember member, string name, CancellationToken cancellationToken)
    {
        var silent = new SilentStep
        {
            OperationId = Guid.Empty,
            Kind = OperationKinds.RunSystemStep,
            ClusterId = member.ClusterId,
            ClusterName = member.ClusterName,
            Component = name,
            Parameters = null,
            Attempt = 1,
            ActorName = "",
        };
        return steps.GetKeyedService<ISystemStep>(name) is { } step
            && loader.Make(silent, system, new SystemOperation(system.Id, system.Catalog.Name, name), looking: true) is { } context
            && await IsNeededAsync(step, context, cancellationToken);
    }

    /// <param name="step">Run with hands tied.</param>
    /// <param name="context">With <see cref="SystemStepContext.Looking"/>.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public static async Task<bool> IsNeededAsync(ISystemStep step, SystemStepContext context, CancellationToken cancellationToken)
    {
        try
        {
            await step.RunAsync(context, cancellationToken);
            return false;
        }
        catch (ChangeNeededException)
        {
            return true;
        }
        catch (Exception error) when (error is NoAnswerException or ProblemException || KubernetesFaults.IsFault(error))
        {
            return false;
        }
    }
}

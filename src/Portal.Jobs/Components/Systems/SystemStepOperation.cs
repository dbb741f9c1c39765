using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Core.Components;
using Portal.Core.Components.Systems;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Components.Systems;

/// <summary>
/// Runs or undoes one step of a system on one cluster. What the step waits for (an address, a token) has as long as a component
/// has to become ready.
/// </summary>
internal sealed class SystemStepOperation(
    SystemStepLoader loader, IServiceProvider steps, IOptions<ComponentsOptions> options, TimeProvider clock) : IOperationStep
{
    public async Task RunAsync(StepContext context, CancellationToken cancellationToken)
    {
        var operation = context.Read<SystemOperation>();
        var undo = context.Kind == OperationKinds.UndoSystemStep;
        if (await loader.FindAsync(context, operation, cancellationToken) is not { } system)
        {
            if (undo)
            {
                context.Skip("The system is gone from the cluster already");
                return;
            }

            throw ProblemException.Conflict($"The step {operation.Step} cannot be run on {context.ClusterName}",
                "The cluster is no longer one of the system's.", "Make a new plan.");
        }

        var step = steps.GetKeyedService<ISystemStep>(operation.Step) ?? throw ProblemException.Refused(
            $"The step {operation.Step} cannot be run on {context.ClusterName}", "This worker has no such step.", "Update the worker, and retry.");
        await WaitAsync(undo ? token => step.UndoAsync(system, token) : token => step.RunAsync(system, token), context, cancellationToken);
    }

    private async Task WaitAsync(Func<CancellationToken, Task> run, StepContext context, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        string? told = null;
        while (true)
        {
            try
            {
                await run(cancellationToken);
                return;
            }
            catch (Exception error) when (KubernetesFaults.IsFault(error) || error is ProblemException { Problem.Kind: ProblemKind.Unavailable })
            {
                var problem = error as ProblemException ?? KubernetesFaults.Describe(error, context.ClusterName);
                if (problem.Problem.Kind != ProblemKind.Unavailable)
                {
                    throw problem;
                }

                if (clock.GetElapsedTime(start) >= options.Value.ReadyTimeout)
                {
                    // Tried long enough: no further attempt of the operation's own.
                    throw ProblemException.Refused(problem.Problem.What, problem.Problem.Why, problem.Problem.Remedy, problem);
                }

                var words = $"{problem.Problem.What}: {problem.Problem.Why}";
                if (words != told)
                {
                    context.Warn(words);
                    await context.ReportAsync(words, cancellationToken);
                    told = words;
                }
            }

            await Task.Delay(options.Value.ReadyPollInterval, clock, cancellationToken);
        }
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Jobs.Operations;

/// <summary>Runs one step to its end: again after a pause while what it needs is unavailable, within its time limit.</summary>
internal sealed class StepRunner(
    IServiceScopeFactory scopes, IOptions<OperationsOptions> options, TimeProvider clock, ILogger<StepRunner> logger)
{
    /// <summary>Returns when the step has succeeded or was skipped. Throws ProblemException when it failed.</summary>
    /// <param name="cancellationToken">Ends the step early: lease lost, cancelled, stopping, or the operation's time is up.</param>
    public async Task RunAsync(Operation operation, OperationStep step, OperationRun run, CancellationToken cancellationToken)
    {
        var writes = new StepWrites(run.Writes, step.Id);
        run.CurrentStep = step.Ordinal;
        run.Log.BeginStep();
        using var limit = new CancellationTokenSource(step.TimeLimit, clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var skipped = await Retries(step, run).ExecuteAsync(
                async token => await AttemptAsync(operation, step, run, writes, token), linked.Token);
            await run.Log.FlushAsync(cancellationToken);
            await writes.EndAsync(skipped is null ? StepState.Succeeded : StepState.Skipped, skipped, cancellationToken);
        }
        catch (Exception exception) when (exception is not ProblemException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(StepProblems.OutOfTime(operation, step));
        }
    }

    private async Task<string?> AttemptAsync(
        Operation operation, OperationStep step, OperationRun run, StepWrites writes, CancellationToken cancellationToken)
    {
        var (attempt, checkpoint) = await writes.BeginAttemptAsync(cancellationToken);
        var context = RunningStepContext.Create(operation, step, run, writes, attempt, checkpoint);
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredKeyedService<IOperationStep>(step.Name).RunAsync(context, cancellationToken);
            return context.SkippedBecause;
        }
        catch (Exception exception) when (FencedWrites.IsPassing(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new ProblemException(StepProblems.DatabaseAway(operation, step), exception);
        }
        catch (Exception exception) when (exception is not ProblemException && !cancellationToken.IsCancellationRequested)
        {
            var reference = Guid.NewGuid().ToString("n")[..12];
            OperationsLog.StepFailed(logger, exception, step.Name, operation.Id, reference);
            throw new ProblemException(StepProblems.Unexpected(operation, step, reference), exception);
        }
    }

    private ResiliencePipeline Retries(OperationStep step, OperationRun run)
    {
        var attempts = options.Value.MaxAttempts;
        return attempts == 1 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = attempts - 1,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<ProblemException>(failed => failed.Problem.Kind == ProblemKind.Unavailable),
                OnRetry = retry =>
                {
                    var problem = ((ProblemException)retry.Outcome.Exception!).Problem;
                    run.Log.Add(step.Ordinal, LineLevel.Warning, string.Create(
                        System.Globalization.CultureInfo.InvariantCulture,
                        $"{problem.What}: {problem.Why} Trying again in {retry.RetryDelay.TotalSeconds:0.0} s ({retry.AttemptNumber + 2} of {attempts})."));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }
}

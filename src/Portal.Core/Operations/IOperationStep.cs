namespace Portal.Core.Operations;

/// <summary>
/// A step's work. Running it twice must equal running it once: it looks before it acts, and checkpoints what it has done.
/// It ends normally, or throws <see cref="Problems.ProblemException"/>: kind Unavailable is tried again with back-off
/// within the step's time limit, every other kind fails the step at once.
/// </summary>
public interface IOperationStep
{
    Task RunAsync(StepContext context, CancellationToken cancellationToken);
}

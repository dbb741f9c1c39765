using Portal.Core.Components.Systems;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Components.Systems;

/// <summary>
/// Follows what steps of installed systems depend on: where an address, a token or a certificate is another than it was, the
/// step is run again as an operation of the portal's, and then the parts whose values use what it found. Some at a time, none
/// of a system that is being changed, and nothing where a cluster does not answer.
/// </summary>
internal sealed class FollowSweep(ISystemFollowing following, StepLook look, TimeProvider clock) : IRecurringJob
{
    private const int Concurrency = 8;
    private const int MostStarted = 20;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = 0;
        await Parallel.ForEachAsync(
            await following.ReadDueAsync(cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken },
            async (due, token) =>
            {
                if (Volatile.Read(ref started) < MostStarted && await IsNeededAsync(due, token) && Interlocked.Increment(ref started) <= MostStarted)
                {
                    await following.RunAgainAsync(due, token);
                }
            });
        await following.UpgradeAsync(MostStarted, cancellationToken);
    }

    private async Task<bool> IsNeededAsync(FollowedStep due, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await look.IsNeededAsync(due.System, due.Member, due.Step, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

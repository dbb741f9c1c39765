using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Data;
using Portal.Core.Events;
using Portal.Core.Kubernetes;
using Portal.Core.Operations;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Jobs.Operations;

/// <summary>Runs one operation from the step that had not ended to its own end, for as long as it holds the lease.</summary>
internal sealed class OperationRunner(
    OperationLeases leases,
    StepRunner steps,
    OperationFinish finish,
    EventStream events,
    NpgsqlDataSource dataSource,
    IDbContextFactory<PortalDbContext> contexts,
    IOptions<OperationsOptions> options,
    TimeProvider clock,
    ILogger<OperationRunner> logger)
{
    /// <summary>Returns at once when the operation is not to be run now. Throws nothing that a caller could mend.</summary>
    /// <param name="stopping">The worker stops: the operation is given back, resumable at once.</param>
    public async Task RunAsync(Guid id, CancellationToken stopping)
    {
        // Before the lease: no cancel request falls between the two.
        using var changes = events.Subscribe([Topics.Operation], id);
        if (stopping.IsCancellationRequested || await leases.TakeAsync(id, CancellationToken.None) is not { } claim)
        {
            await leases.PutBackAsync(id, CancellationToken.None);
            return;
        }

        await using var lease = new OperationLease(leases, claim, options.Value.Lease, clock, logger);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost);
        var watch = WatchForCancelAsync(changes, lease, ended.Token);
        try
        {
            await RunLeasedAsync(lease, stopping);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
        {
            // Logged where it was noticed. Whoever has the lease goes on.
        }
        catch (Exception exception)
        {
            OperationsLog.RunFailed(logger, exception, id);
        }
        finally
        {
            await ended.CancelAsync();
            await watch;
        }
    }

    private async Task RunLeasedAsync(OperationLease lease, CancellationToken stopping)
    {
        var writes = new FencedWrites(dataSource, lease);
        var redactor = new Redactor();
        await using var log = new LogWriter(writes, redactor, clock);
        var run = new OperationRun(lease, writes, log, redactor);
        var operation = await writes.PersistAsync((_, token) => ReadAsync(lease.Claim.Id, token), CancellationToken.None);
        OperationsLog.Started(logger, operation.Id, operation.Kind, operation.TargetName, lease.Claim.Generation);

        if (operation.Steps.Find(step => step.State == StepState.Running) is { } interrupted)
        {
            // Whoever stops in good order leaves no running step behind.
            log.Add(null, LineLevel.Warning, $"The worker before gave no more sign of life; another goes on with {interrupted.Name}.");
        }

        using var limit = new CancellationTokenSource(Bounded(lease.Claim.Remaining), clock);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, lease.CancelRequested, limit.Token, stopping);
        try
        {
            foreach (var step in operation.Steps.Where(step => step.State is not (StepState.Succeeded or StepState.Skipped)))
            {
                linked.Token.ThrowIfCancellationRequested();
                using var call = ClusterCall.In(operation.Id);
                await steps.RunAsync(operation, step, run, linked.Token);
            }
        }
        catch (Exception) when (linked.IsCancellationRequested)
        {
            // Whatever a step throws when it is told to stop (a killed process, a closed connection) is no failure of its own.
            lease.ThrowIfLost();
            await InterruptAsync(operation, run, limit.IsCancellationRequested);
            return;
        }
        catch (ProblemException failed)
        {
            await finish.EndAsync(operation, run, OperationState.Failed, failed.Problem);
            return;
        }

        await finish.EndAsync(operation, run, OperationState.Succeeded, null);
    }

    private Task InterruptAsync(Operation operation, OperationRun run, bool outOfTime) => (run.Lease.CancelRequested.IsCancellationRequested, outOfTime) switch
    {
        (true, _) => finish.EndAsync(operation, run, OperationState.Cancelled, null),
        (_, true) => finish.EndAsync(operation, run, OperationState.Failed, StepProblems.OutOfTime(operation)),
        _ => ReleaseAsync(run),
    };

    private async Task ReleaseAsync(OperationRun run)
    {
        run.Log.Add(null, LineLevel.Info, "The worker stops; another goes on from here.");
        await run.Log.FlushAsync(CancellationToken.None);
        await leases.ReleaseAsync(run.Lease.Claim, run.Lease.Lost);
        OperationsLog.Released(logger, run.Lease.Claim.Id);
    }

    private async Task<Operation> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Operations.AsNoTracking().Include(operation => operation.Steps.OrderBy(step => step.Ordinal))
            .SingleAsync(operation => operation.Id == id, cancellationToken);
    }

    private async Task WatchForCancelAsync(EventSubscription changes, OperationLease lease, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in changes.ReadAsync(TimeSpan.FromMilliseconds(200), clock, cancellationToken))
            {
                if (await leases.IsCancelRequestedAsync(lease.Claim.Id, cancellationToken))
                {
                    lease.NoteCancelRequest();
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or NpgsqlException)
        {
            // The heartbeat notices a cancel request too, if later.
        }
    }

    private static TimeSpan Bounded(TimeSpan remaining) =>
        remaining <= TimeSpan.Zero ? TimeSpan.Zero : remaining > TimeSpan.FromDays(20) ? TimeSpan.FromDays(20) : remaining;
}

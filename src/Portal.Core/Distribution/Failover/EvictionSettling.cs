using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Distribution.Failover;

/// <summary>What the end of a move says of its evictions: only a replacement that is ready gives a copy up.</summary>
internal sealed class EvictionSettling(TimeProvider clock) : IOperationEnded
{
    private const string Cancelled = "Its operation was cancelled. Approve it to go on.";

    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var evictions = await db.ApplicationEvictions.Where(row => row.OperationId == operation.Id && row.EndedAt == null).ToListAsync(cancellationToken);
        foreach (var eviction in evictions)
        {
            await SettleAsync(db, operation, eviction, cancellationToken);
        }

        if (evictions.Count > 0 && operation.State != OperationState.Succeeded)
        {
            await MoveRestoring.RunAsync(db, operation, clock.GetUtcNow(), cancellationToken);
        }
    }

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var eviction in await db.ApplicationEvictions.Where(row => row.OperationId == operation.Id && row.EndedAt == null).ToListAsync(cancellationToken))
        {
            if (eviction.GivenUpAt is null)
            {
                eviction.Become(EvictionState.Moving, eviction.Reason, now);
            }
        }
    }

    private async Task SettleAsync(PortalDbContext db, Operation operation, ApplicationEviction eviction, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var row = db.ApplicationClusters.Where(one => one.ApplicationId == eviction.ApplicationId && one.ClusterId == eviction.ClusterId);
        switch (eviction.State, operation.State)
        {
            case (EvictionState.Moving, OperationState.Succeeded):
                eviction.Become(EvictionState.Evicted, eviction.Reason, now);
                (eviction.GivenUpAt, eviction.Attempts, eviction.NextAt, eviction.ApprovedBy) = (now, 0, null, null);
                await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.Revision, (int?)null).SetProperty(one => one.At, now), cancellationToken);
                break;
            case (EvictionState.Clearing, OperationState.Succeeded):
                eviction.Become(EvictionState.Removed, eviction.Reason, now);
                break;
            case (EvictionState.Returning, OperationState.Succeeded):
                eviction.Become(EvictionState.Returned, eviction.Reason, now);
                break;
            case (EvictionState.Returning, _):
                // It goes on counting for nothing: what had come there is removed by a later attempt, or counted again.
                await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.Revision, (int?)null).SetProperty(one => one.At, now), cancellationToken);
                TryAgain(eviction, operation, now);
                break;
            case (EvictionState.Moving or EvictionState.Clearing, _):
                TryAgain(eviction, operation, now);
                break;
        }
    }

    private static string Again(string why) => $"It did not succeed, and is tried again. {why}";

    private static void TryAgain(ApplicationEviction eviction, Operation operation, DateTimeOffset now)
    {
        if (operation.State == OperationState.Cancelled)
        {
            eviction.Become(EvictionState.Held, Cancelled, now);
            return;
        }

        eviction.Become(eviction.GivenUpAt is null ? EvictionState.Waiting : EvictionState.Evicted, Again(EndReason.Of(operation, Cancelled)), now);
        eviction.Attempts += eviction.GivenUpAt is null ? 0 : 1;
        eviction.NextAt = now + FailoverRules.Pause(eviction.Attempts);
    }
}

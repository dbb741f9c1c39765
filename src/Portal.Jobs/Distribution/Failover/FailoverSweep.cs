using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Failover;
using Portal.Jobs.Schedules;

namespace Portal.Jobs.Distribution.Failover;

/// <summary>Finds what was lost and what is back, by two queries over all applications, and does what the rules say of each.</summary>
internal sealed class FailoverSweep(
    FailoverMove move, FailoverReturnMove back, IDbContextFactory<PortalDbContext> contexts, TimeProvider clock, ILogger<FailoverSweep> logger) : IRecurringJob
{
    /// <summary>Applications that are moved in one go: the next comes seconds later.</summary>
    private const int AtOnce = 20;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var found in (await LostAsync(now, cancellationToken)).GroupBy(found => found.ApplicationId))
        {
            await TryAsync(found.Key, () => move.StartAsync(found.Key, found.Select(one => one.ClusterId).ToHashSet(), cancellationToken), cancellationToken);
        }

        foreach (var open in await OpenAsync(cancellationToken))
        {
            await TryAsync(open.ApplicationId, () => TakeAsync(open, FailoverRules.Next(open.Facts, now), cancellationToken), cancellationToken);
        }
    }

    /// <summary>One that cannot be moved now does not hold up the others.</summary>
    private async Task TryAsync(Guid application, Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            MoveLog.Failed(logger, error, application);
        }
    }

    private async Task TakeAsync(OpenEviction open, FailoverStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case FailoverStep.Return or FailoverStep.Clear:
                await back.StartAsync(open.Id, step == FailoverStep.Return, cancellationToken);
                break;
            case FailoverStep.Withdraw:
                await EndAsync(open.Id, EvictionState.Withdrawn, cancellationToken);
                break;
            case FailoverStep.End:
                await EndAsync(open.Id, EvictionState.Removed, cancellationToken);
                break;
        }
    }

    private async Task<List<LostApplication>> LostAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await (
            from row in db.ApplicationClusters.AsNoTracking()
            join application in db.Applications on row.ApplicationId equals application.Id
            where row.Cluster!.State == ClusterState.Unreachable && row.Revision != null && application.FailoverAfterSeconds != null && application.ControlPlaneId == null
                && (application.State == ApplicationState.Delivered || application.State == ApplicationState.Failed)
                && row.Cluster!.StateSince.AddSeconds(application.FailoverAfterSeconds.Value) <= now
                && !db.ApplicationEvictions.Any(one => one.ApplicationId == row.ApplicationId && one.ClusterId == row.ClusterId && one.EndedAt == null
                    && (one.State != EvictionState.Waiting || one.NextAt > now))
            orderby row.Cluster!.StateSince, row.ApplicationId
            select new LostApplication(row.ApplicationId, row.ClusterId)).Take(AtOnce * 10).ToListAsync(cancellationToken);
        var first = due.Select(one => one.ApplicationId).Distinct().Take(AtOnce).ToHashSet();
        return due.FindAll(one => first.Contains(one.ApplicationId));
    }

    private async Task<List<OpenEviction>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from row in db.ApplicationEvictions.AsNoTracking()
            join application in db.Applications on row.ApplicationId equals application.Id
            where row.EndedAt == null && (row.Cluster!.State != ClusterState.Unreachable || application.FailoverAfterSeconds == null)
            orderby row.StateSince
            select new OpenEviction(row.Id, row.ApplicationId, new FailoverFacts(
                application.State, row.Cluster!.State, row.Cluster.StateSince, application.FailoverAfterSeconds, application.FailoverReturns, row.State, row.GivenUpAt != null,
                db.ApplicationClusters.Any(one => one.ApplicationId == row.ApplicationId && one.ClusterId == row.ClusterId), row.NextAt))).Take(AtOnce * 10).ToListAsync(cancellationToken);
    }

    private async Task EndAsync(Guid id, EvictionState state, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.ApplicationEvictions.SingleOrDefaultAsync(row => row.Id == id && row.EndedAt == null, cancellationToken) is { } eviction)
        {
            eviction.Become(state, eviction.Reason, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private sealed record LostApplication(Guid ApplicationId, Guid ClusterId);

    private sealed record OpenEviction(Guid Id, Guid ApplicationId, FailoverFacts Facts);
}

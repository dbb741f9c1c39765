using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Components;

/// <summary>Says on the release how its operation ended: ready, failed and why, or gone.</summary>
internal sealed class ReleaseSettling(TimeProvider clock) : IOperationEnded
{
    public async Task SettleAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        // A later operation owns the release by now: this one's end says nothing of it.
        var release = db.ComponentReleases.Where(row => row.LastOperationId == operation.Id);
        var now = clock.GetUtcNow();
        if (operation.State != OperationState.Succeeded && RolledBack.Read(operation.Result) is { Ready: true })
        {
            // What ran before runs again: the operation has failed, and the release has not.
            await WriteAsync(release, ReleaseState.Ready, "", now, cancellationToken);
        }
        else if (operation.State != OperationState.Succeeded)
        {
            var reason = EndReason.Of(operation, "Its operation was cancelled. Retry it, roll back, or uninstall it.");
            await WriteAsync(release, ReleaseState.Failed, reason, now, cancellationToken);

            // The wish did not come true: what runs is what was recorded last. A retry has the wish in its operation.
            await release.Where(row => row.Revision > 0).ExecuteUpdateAsync(
                row => row.SetProperty(r => r.Version, r => db.ComponentRevisions
                    .Where(revision => revision.ReleaseId == r.Id && revision.Revision == r.Revision)
                    .Select(revision => revision.Version).FirstOrDefault() ?? r.Version),
                cancellationToken);
        }
        else if (operation.Kind == OperationKinds.UninstallComponent)
        {
            await release.ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            await WriteAsync(release, ReleaseState.Ready, "", now, cancellationToken);
        }
    }

    public async Task ReopenAsync(PortalDbContext db, Operation operation, CancellationToken cancellationToken)
    {
        var release = db.ComponentReleases.Where(row => row.LastOperationId == operation.Id);
        if (RolledBack.Read(operation.Result) is not null)
        {
            await BeginAnewAsync(db, release, operation, cancellationToken);
        }

        await WriteAsync(
            release, operation.Kind == OperationKinds.UninstallComponent ? ReleaseState.Uninstalling : ReleaseState.Installing,
            "", clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>An upgrade that was rolled back has undone its own steps: each is to be done again, with the values that were wished for.</summary>
    private static async Task BeginAnewAsync(
        PortalDbContext db, IQueryable<ComponentRelease> release, Operation operation, CancellationToken cancellationToken)
    {
        operation.Result = null;
        foreach (var step in operation.Steps)
        {
            step.State = StepState.Pending;
            step.StartedAt = null;
            step.EndedAt = null;
            step.Message = "";
            step.Checkpoint = null;
        }

        var wished = await db.ComponentRevisions.AsNoTracking()
            .Where(revision => revision.OperationId == operation.Id && revision.Action == "upgrade")
            .OrderByDescending(revision => revision.Revision)
            .Select(revision => new { revision.ProtectedValues })
            .FirstOrDefaultAsync(cancellationToken);
        if (wished is not null)
        {
            await release.ExecuteUpdateAsync(row => row.SetProperty(r => r.ProtectedValues, wished.ProtectedValues), cancellationToken);
        }
    }

    private static Task<int> WriteAsync(
        IQueryable<ComponentRelease> release, ReleaseState state, string reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        release.ExecuteUpdateAsync(
            row => row.SetProperty(r => r.State, state).SetProperty(r => r.StateReason, reason).SetProperty(r => r.StateSince, now), cancellationToken);
}

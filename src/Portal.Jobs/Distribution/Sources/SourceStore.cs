using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Components.Planning;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;

namespace Portal.Jobs.Distribution.Sources;

/// <summary>Writes how a sync ended, with the revision that it led to, in one transaction.</summary>
internal sealed class SourceStore(IDbContextFactory<PortalDbContext> contexts, ApplicationRevisions revisions, TimeProvider clock)
{
    /// <param name="rendered">Null when nothing was new.</param>
    public Task KeepAsync(ApplicationSource read, RenderedSource? rendered, CancellationToken cancellationToken) => EndAsync(read, async (db, row) =>
    {
        if (rendered is not null)
        {
            await AddRevisionAsync(db, row, rendered, cancellationToken);
            (row.Origin, row.Mark) = (rendered.Origin, rendered.Mark);
        }

        (row.State, row.Failure, row.Failures, row.SyncedAt) = (PlanState.Ready, null, 0, clock.GetUtcNow());
    }, cancellationToken);

    public Task FailAsync(ApplicationSource read, Problem problem, CancellationToken cancellationToken) => EndAsync(read, (_, row) =>
    {
        (row.State, row.Failure, row.Failures) = (PlanState.Failed, problem, row.Failures + 1);
        return Task.CompletedTask;
    }, cancellationToken);

    private async Task EndAsync(ApplicationSource read, Func<PortalDbContext, ApplicationSource, Task> write, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            // Another worker may have ended it meanwhile, after this one's claim ran out.
            var row = await db.ApplicationSources.FromSql($"SELECT * FROM application_sources WHERE id = {read.Id} FOR UPDATE").SingleOrDefaultAsync(cancellationToken);
            if (row is not { State: PlanState.Checking })
            {
                return;
            }

            if (row.Definition == read.Definition && row.ProtectedSecrets.AsSpan().SequenceEqual(read.ProtectedSecrets))
            {
                await write(db, row);
                row.CheckedAt = clock.GetUtcNow();
                row.DueAt = SourceSchedule.Next(clock.GetUtcNow(), row.Definition.PollMinutes, row.Failures, row.Failure?.Kind);
            }
            else
            {
                // It was changed while it was read: what was read is no longer what is wanted.
                row.Again = true;
            }

            row.State = row.Again ? PlanState.Checking : row.State;
            (row.ClaimedUntil, row.Again) = (null, false);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        });
    }

    /// <summary>None when the manifests are those of the newest one.</summary>
    private async Task AddRevisionAsync(PortalDbContext db, ApplicationSource row, RenderedSource rendered, CancellationToken cancellationToken)
    {
        // Locked: a person who adds a revision at this moment waits, or is told.
        var application = await db.Applications.FromSql($"SELECT *, xmin FROM applications WHERE id = {row.ApplicationId} FOR UPDATE").SingleAsync(cancellationToken);
        if (application.State == ApplicationState.Deleting)
        {
            return;
        }

        var newest = await db.ApplicationRevisions.AsNoTracking()
            .SingleOrDefaultAsync(revision => revision.ApplicationId == row.ApplicationId && revision.Number == application.LatestRevision, cancellationToken);
        if (newest is null || revisions.Open(newest) != rendered.Manifests)
        {
            var policy = newest?.Policy ?? row.FirstPolicy ?? new ApplicationPolicy();
            var added = await revisions.AddAsync(
                db, application, ApplicationContent.Of(rendered.Manifests, policy, ""), rendered.Source, rendered.Origin, Actor.Portal, cancellationToken);
            row.Undelivered = row.Definition.DeliverAutomatically ? added.Number : null;
            row.DeliveryFailure = null;
        }

        row.Revision = application.LatestRevision;
    }
}

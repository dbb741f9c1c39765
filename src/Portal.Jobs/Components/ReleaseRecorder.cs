using Microsoft.EntityFrameworkCore;
using Portal.Core.Components;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Secrets;

namespace Portal.Jobs.Components;

/// <summary>Writes down a revision that helm made. Twice is as good as once.</summary>
internal sealed class ReleaseRecorder(IDbContextFactory<PortalDbContext> contexts, SecretProtector protector, TimeProvider clock)
{
    public async Task RecordAsync(LoadedRelease release, int revision, string action, StepContext context, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ComponentReleases.SingleOrDefaultAsync(
            candidate => candidate.Id == release.Row.Id && candidate.LastOperationId == context.OperationId, cancellationToken);
        if (row is null)
        {
            return;
        }

        row.Revision = revision;
        row.Version = release.Version;
        row.UpdatedAt = clock.GetUtcNow();
        if (context.Kind != OperationKinds.RollBackComponent)
        {
            // A roll-back applies what was said then, and does not count as behind what is said now.
            row.ProtectedLayer = release.Layer is { } layer ? protector.Protect(SecretProtector.ReleaseValues, layer.Text) : null;
        }

        if (!await db.ComponentRevisions.AnyAsync(known => known.ReleaseId == row.Id && known.Revision == revision, cancellationToken))
        {
            db.ComponentRevisions.Add(new ComponentRevision
            {
                ReleaseId = row.Id,
                Revision = revision,
                Version = release.Version,
                ProtectedValues = row.ProtectedValues,
                OperationId = context.OperationId,
                ActorName = context.ActorName,
                At = clock.GetUtcNow(),
                Action = action,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

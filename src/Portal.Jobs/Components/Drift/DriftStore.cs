using Microsoft.EntityFrameworkCore;
using Portal.Core.Components.Drift;
using Portal.Core.Data;

namespace Portal.Jobs.Components.Drift;

/// <summary>Keeps what a comparison came to.</summary>
internal sealed class DriftStore(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    private const int MaxProblem = 1000;

    public Task SaveAsync(Guid release, int revision, DateTimeOffset tried, IReadOnlyList<ComparedObject> compared, CancellationToken cancellationToken) =>
        SaveAsync(release, tried, row =>
        {
            row.Revision = revision;
            row.CheckedAt = clock.GetUtcNow();
            row.Problem = "";
            row.Objects = compared.Count;
            row.Found = [.. compared.Select(item => item.Drift).OfType<DriftedObject>()];
        }, cancellationToken);

    /// <summary>Nothing is known now; what was found last stays, with its age.</summary>
    public Task FailAsync(Guid release, DateTimeOffset tried, string problem, CancellationToken cancellationToken) =>
        SaveAsync(release, tried, row => row.Problem = problem.Length > MaxProblem ? problem[..MaxProblem] : problem, cancellationToken);

    private async Task SaveAsync(Guid release, DateTimeOffset tried, Action<ReleaseDrift> change, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.ReleaseDrifts.SingleOrDefaultAsync(drift => drift.ReleaseId == release, cancellationToken);
        if (row is null)
        {
            row = new ReleaseDrift { ReleaseId = release };
            db.ReleaseDrifts.Add(row);
        }

        row.TriedAt = tried;
        change(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // The release is gone, or somebody has asked for a look at this moment: the next one writes.
        }
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components.Catalog;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Components.Drift;

internal sealed class ReleaseDrifts(
    ComponentCatalog catalog, IDbContextFactory<PortalDbContext> contexts, OperationWriter operations, IOptions<ComponentsOptions> options, TimeProvider clock)
    : IReleaseDrifts
{
    private const int Most = 20_000;
    private static readonly OperationState[] Open = [OperationState.Queued, OperationState.Running];

    /// <summary>After three looks that were due and did not come nothing is known.</summary>
    private TimeSpan Lasts => options.Value.DriftInterval * 3;

    public async Task<IReadOnlyDictionary<Guid, DriftSummary>> ListAsync(
        string? component, Guid? clusterId, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var releases = await db.ComponentReleases.AsNoTracking()
            .Where(release => (component == null || release.Component == component) && (clusterId == null || release.ClusterId == clusterId))
            .OrderBy(release => release.Id).Select(release => new { release.Id, release.Revision }).Take(Most).ToListAsync(cancellationToken);
        var ids = releases.ConvertAll(release => release.Id);
        var drifts = await db.ReleaseDrifts.AsNoTracking().Where(drift => ids.Contains(drift.ReleaseId)).ToDictionaryAsync(drift => drift.ReleaseId, cancellationToken);
        var accepted = (await db.AcceptedDrifts.AsNoTracking().Where(one => ids.Contains(one.ReleaseId)).ToListAsync(cancellationToken)).ToLookup(one => one.ReleaseId);
        var now = clock.GetUtcNow();
        return releases.ToDictionary(release => release.Id, release =>
        {
            var drift = drifts.GetValueOrDefault(release.Id);
            var mine = accepted[release.Id].ToList();
            var state = DriftJudgement.State(drift, release.Revision, mine, now, Lasts);
            return new DriftSummary(release.Id, state, state == DriftState.Drifted ? DriftJudgement.Remaining(drift!.Found, mine).Count : 0, drift?.CheckedAt);
        });
    }

    public async Task<DriftDetail> GetAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await FindAsync(db, clusterId, component, cancellationToken);
        var drift = await db.ReleaseDrifts.AsNoTracking().SingleOrDefaultAsync(row => row.ReleaseId == release.Id, cancellationToken);
        var accepted = await db.AcceptedDrifts.AsNoTracking().Where(one => one.ReleaseId == release.Id).OrderBy(one => one.At).ToListAsync(cancellationToken);
        var state = DriftJudgement.State(drift, release.Revision, accepted, clock.GetUtcNow(), Lasts);
        var there = (drift?.Found ?? []).SelectMany(item => item.Parts.Select(part => (item.Key, part.Path, part.Hash))).ToHashSet();
        return new DriftDetail(
            state, drift?.CheckedAt, drift?.AskedAt > (drift?.TriedAt ?? DateTimeOffset.MinValue), drift?.Problem ?? "", drift?.Revision ?? 0, drift?.Objects ?? 0,
            DriftJudgement.Remaining(drift?.Found ?? [], accepted),
            [.. accepted.Select(one => new AcceptedView(one.Id, one.ObjectKey, one.Path, one.At, one.By, there.Contains((one.ObjectKey, one.Path, one.Hash))))]);
    }

    public async Task RefreshAsync(Guid clusterId, string component, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await FindAsync(db, clusterId, component, cancellationToken);
        var now = clock.GetUtcNow();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO release_drifts (release_id, revision, asked_at, problem, objects, found) VALUES ({release.Id}, 0, {now}, '', 0, '[]')
            ON CONFLICT (release_id) DO UPDATE SET asked_at = {now}
            """,
            cancellationToken);
    }

    public async Task AcceptAsync(Guid clusterId, string component, AcceptDriftRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await FindAsync(db, clusterId, component, cancellationToken);
        var found = (await db.ReleaseDrifts.AsNoTracking().SingleOrDefaultAsync(row => row.ReleaseId == release.Id, cancellationToken))?.Found
            .FirstOrDefault(item => item.Key == request.Key);
        var parts = found?.Parts.Where(part => request.Paths is null || request.Paths.Contains(part.Path)).ToList();
        if (parts is null or { Count: 0 })
        {
            throw ProblemException.NotFound("There is no such drift", "Compare again, and pick it from the list.");
        }

        var paths = parts.ConvertAll(part => part.Path);
        await db.AcceptedDrifts.Where(one => one.ReleaseId == release.Id && one.ObjectKey == request.Key && paths.Contains(one.Path)).ExecuteDeleteAsync(cancellationToken);
        db.AcceptedDrifts.AddRange(parts.Select(part => new AcceptedDrift
        {
            ReleaseId = release.Id,
            ObjectKey = request.Key,
            Path = part.Path,
            Hash = part.Hash,
            At = clock.GetUtcNow(),
            By = actor.Name,
        }));
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task WithdrawAsync(Guid clusterId, string component, Guid accepted, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var release = await FindAsync(db, clusterId, component, cancellationToken);
        if (await db.AcceptedDrifts.Where(one => one.ReleaseId == release.Id && one.Id == accepted).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            throw ProblemException.NotFound("There is no such acceptance", "Pick it from the list.");
        }
    }

    public async Task<Guid> RepairAsync(Guid clusterId, string component, IReadOnlyList<string>? objects, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageComponents);
        var entry = catalog.Get(component);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().SingleOrDefaultAsync(row => row.Id == clusterId, cancellationToken);
        var open = await db.Operations.AsNoTracking().FirstOrDefaultAsync(
            operation => operation.Component == component && Open.Contains(operation.State) && operation.ClusterId == clusterId, cancellationToken);
        if ((ReleaseRules.ClusterRefusal(cluster) ?? ReleaseRules.OpenRefusal(entry, cluster!, open)) is { } refusal)
        {
            throw new ProblemException(refusal);
        }

        var release = await FindAsync(db, clusterId, component, cancellationToken);
        if (release.Revision == 0)
        {
            throw new ProblemException(ReleaseRules.NotInstalled(entry, cluster!));
        }

        var operation = operations.Add(db, RepairOperation.Plan(cluster!, component, new RepairOperation(release.Id, objects)), actor);
        await db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }

    private async Task<(Guid Id, int Revision)> FindAsync(PortalDbContext db, Guid clusterId, string component, CancellationToken cancellationToken)
    {
        var release = await db.ComponentReleases.AsNoTracking().Where(row => row.ClusterId == clusterId && row.Component == component)
            .Select(row => new { row.Id, row.Revision }).SingleOrDefaultAsync(cancellationToken)
            ?? throw ProblemException.NotFound($"{catalog.Find(component)?.Title ?? component} is not installed on this cluster", "Install it from the catalogue.");
        return (release.Id, release.Revision);
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Operations;

namespace Portal.Core.Monitoring.PortalAlerts;

/// <summary>Reads operations that have failed lately, and what came after them. A change of a rollout is told by the rollout.</summary>
internal sealed class OperationFactsReader(TimeSpan window, TimeProvider time)
{
    private const int Most = 2000;

    public async Task<List<OperationFacts>> ReadAsync(PortalDbContext db, IReadOnlyCollection<PortalAlert> open, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - window;
        var warned = open.Where(alert => alert.OperationId is not null).Select(alert => alert.OperationId!.Value).ToList();
        var failed = await ReadAsync(
            db, operation => (operation.State == OperationState.Failed && operation.EndedAt > since) && !db.RolloutChanges.Any(change => change.OperationId == operation.Id), cancellationToken);

        // One that was tried again is not failed any more.
        failed.AddRange(await ReadAsync(db, operation => warned.Contains(operation.Id) && operation.State != OperationState.Failed, cancellationToken));
        if (failed.Count == 0)
        {
            return failed;
        }

        var (targets, first) = (failed.Select(operation => operation.TargetKey).Distinct().ToList(), failed.Min(operation => operation.Id));
        var subjects = failed.Select(operation => operation.SubjectKey).ToHashSet();
        var later = await ReadAsync(db, operation => operation.Id > first && targets.Contains(operation.TargetKey) && operation.State != OperationState.Failed, cancellationToken);
        return [.. failed.Concat(later.Where(operation => subjects.Contains(operation.SubjectKey))).DistinctBy(operation => operation.Id)];
    }

    private static Task<List<OperationFacts>> ReadAsync(PortalDbContext db, Expression<Func<Operation, bool>> which, CancellationToken cancellationToken) =>
        db.Operations.AsNoTracking().Where(which).OrderByDescending(operation => operation.Id).Take(Most)
            .Select(operation => new OperationFacts(
                operation.Id, operation.Kind, operation.TargetKey, operation.TargetName, operation.Component, operation.ClusterId,
                db.Clusters.Where(cluster => cluster.Id == operation.ClusterId).Select(cluster => cluster.Name).FirstOrDefault(),
                operation.FleetId ?? db.Clusters.Where(cluster => cluster.Id == operation.ClusterId).Select(cluster => (Guid?)cluster.FleetId).FirstOrDefault(),
                operation.State, operation.EndedAt, operation.ErrorWhat, operation.ErrorWhy))
            .ToListAsync(cancellationToken);
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Components.Systems;

/// <summary>Writes what a step has come to.</summary>
public static class SystemStepRows
{
    private const int MaxProblem = 2000;

    /// <summary>Does nothing when the system or the cluster is gone.</summary>
    /// <param name="problem">Null when it is done.</param>
    public static Task WriteAsync(
        PortalDbContext db, Guid system, Guid cluster, string step, string? problem, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var text = problem is null ? "" : problem.Length > MaxProblem ? problem[..MaxProblem] : problem;
        DateTimeOffset? done = problem is null ? now : null;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO system_steps (system_id, cluster_id, step, done_at, run_at, problem)
            SELECT {system}, {cluster}, {step}, {done}::timestamptz, {now}, {text}
            WHERE EXISTS (SELECT 1 FROM systems WHERE id = {system}) AND EXISTS (SELECT 1 FROM clusters WHERE id = {cluster})
            ON CONFLICT (system_id, cluster_id, step) DO UPDATE
            SET done_at = coalesce(excluded.done_at, system_steps.done_at), run_at = excluded.run_at, problem = excluded.problem
            """,
            cancellationToken);
    }
}

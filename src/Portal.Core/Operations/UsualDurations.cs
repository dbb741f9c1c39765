using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;

namespace Portal.Core.Operations;

/// <summary>How long operations take, by what has been.</summary>
public static class UsualDurations
{
    private const int Asked = 20;

    /// <summary>The median of the last 20 that succeeded of this kind and component, or null when there was none.</summary>
    public static async Task<TimeSpan?> ReadAsync(PortalDbContext db, string kind, string? component, CancellationToken cancellationToken)
    {
        var times = await db.Operations.AsNoTracking()
            .Where(operation => operation.State == OperationState.Succeeded && operation.Kind == kind && operation.Component == component
                && operation.StartedAt != null && operation.EndedAt != null)
            .OrderByDescending(operation => operation.Id).Take(Asked)
            .Select(operation => new { operation.StartedAt, operation.EndedAt }).ToListAsync(cancellationToken);
        var durations = times.Select(time => time.EndedAt!.Value - time.StartedAt!.Value).Order().ToList();
        return durations.Count == 0 ? null : durations[durations.Count / 2];
    }
}

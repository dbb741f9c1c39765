using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;

namespace Portal.Core.Distribution.Failover;

/// <summary>Whether an application is healthy where it is meant to be, as last looked at. Nothing at all is never healthy.</summary>
internal static class ReplacementHealth
{
    /// <summary>Null when it is, else why not.</summary>
    public static async Task<string?> ProblemAsync(PortalDbContext db, Guid application, CancellationToken cancellationToken)
    {
        var counts = await db.ApplicationObjects
            .Where(item => item.ApplicationId == application
                && db.ApplicationClusters.Any(row => row.ApplicationId == application && row.ClusterId == item.ClusterId && row.Revision != null))
            .GroupBy(item => item.Health == ObjectHealth.Ready).Select(group => new { IsReady = group.Key, Count = group.Count() }).ToListAsync(cancellationToken);
        return Problem(counts.Where(count => count.IsReady).Sum(count => count.Count), counts.Sum(count => count.Count));
    }

    internal static string? Problem(int ready, int all) =>
        all == 0 ? "The application is on no other cluster." : ready < all ? $"Only {ready} of {all} objects are ready." : null;
}

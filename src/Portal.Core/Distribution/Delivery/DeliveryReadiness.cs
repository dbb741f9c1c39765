using Microsoft.EntityFrameworkCore;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Rollouts;
using Portal.Core.Rollouts.Waves;

namespace Portal.Core.Distribution.Delivery;

/// <summary>Whether what was delivered to a cluster is ready, as the recurring look has found it since.</summary>
internal sealed class DeliveryReadiness(IDbContextFactory<PortalDbContext> contexts)
{
    /// <summary>Where the last look is too old, the next one is asked for.</summary>
    public async Task<ChangeReadiness> LookAsync(Guid application, RolloutChange change, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = db.ApplicationClusters.Where(one => one.ApplicationId == application && one.ClusterId == change.ClusterId);
        if (await row.AsNoTracking().Select(one => new { one.CheckedAt }).SingleOrDefaultAsync(cancellationToken) is not { } known)
        {
            return ChangeReadiness.NotReady($"{change.Subject} is no longer on {change.ClusterName}.");
        }

        if (known.CheckedAt is null || known.CheckedAt < since)
        {
            await row.ExecuteUpdateAsync(set => set.SetProperty(one => one.CheckedAt, (DateTimeOffset?)null), cancellationToken);
            return ChangeReadiness.Unknown($"{change.Subject} on {change.ClusterName} has not been looked at since.");
        }

        var objects = await db.ApplicationObjects.AsNoTracking()
            .Where(item => item.ApplicationId == application && item.ClusterId == change.ClusterId && item.Health != ObjectHealth.Ready)
            .OrderBy(item => item.Kind).ThenBy(item => item.Name).ToListAsync(cancellationToken);

        // What somebody else has changed meanwhile tells nothing of what was delivered.
        var bad = objects.Find(item => item.Health is ObjectHealth.Degraded or ObjectHealth.Missing or ObjectHealth.OutOfSync);
        return (bad ?? objects.FirstOrDefault()) is not { } worst ? ChangeReadiness.Ready
            : bad is null ? ChangeReadiness.Unknown(Words(worst, change)) : ChangeReadiness.NotReady(Words(worst, change));
    }

    private static string Words(ApplicationObject item, RolloutChange change) => $"{item.Label} on {change.ClusterName}: {item.HealthReason}";
}

using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Components.Profiles;
using Portal.Core.Data;

namespace Portal.Jobs.Components.Profiles;

/// <summary>Clusters that join a fleet with a profile: each gets a row, by which it is brought to the profile.</summary>
internal sealed class ProfileArrivals(IDbContextFactory<PortalDbContext> contexts, TimeProvider clock)
{
    private const int AtOnce = 50;

    /// <summary>Notes the clusters that have joined a fleet since it has its profile.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var joined = await (
            from cluster in db.Clusters.AsNoTracking()
            join profile in db.FleetProfiles on cluster.FleetId equals profile.FleetId
            where (cluster.State == ClusterState.Healthy || cluster.State == ClusterState.Degraded) && cluster.JoinedAt != null
                && !db.ProfileMembers.Any(member => member.ClusterId == cluster.Id)
            orderby cluster.JoinedAt, cluster.Id
            select new { cluster.Id, Profile = profile }).Take(AtOnce).ToListAsync(cancellationToken);
        db.ProfileMembers.AddRange(joined.Select(row => new ProfileMember
        {
            ClusterId = row.Id,
            FleetId = row.Profile.FleetId,
            Profile = row.Profile.Profile,
            CleanUp = row.Profile.CleanUp,
            Stage = ProfileStage.Planning,
            At = clock.GetUtcNow(),
        }));
        await db.SaveChangesAsync(cancellationToken);
    }
}

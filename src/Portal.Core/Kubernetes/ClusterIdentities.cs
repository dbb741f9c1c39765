using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Kubernetes;

/// <summary>Says who an actor is to clusters. The slugs of teams are read each time: a team that was renamed has other groups at once.</summary>
public sealed class ClusterIdentities(IDbContextFactory<PortalDbContext> contexts)
{
    public async Task<ClusterIdentity> OfAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Teams.Count == 0)
        {
            return ClusterIdentity.Of(actor, new Dictionary<Guid, string>());
        }

        Guid[] teams = [.. actor.Teams.Keys];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return ClusterIdentity.Of(actor, await db.Teams.AsNoTracking().Where(team => teams.Contains(team.Id))
            .ToDictionaryAsync(team => team.Id, team => team.Slug, cancellationToken));
    }
}

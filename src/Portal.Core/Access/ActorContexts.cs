using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Data;

namespace Portal.Core.Access;

/// <summary>
/// Opens units of work for an actor: the one way by which a role in a team reaches data. Who holds the permission in the
/// portal gets a context over everything; who holds it in teams gets one in which only what these teams own exists, to
/// every query and bulk change alike; anybody else is refused.
/// </summary>
public sealed class ActorContexts(IDbContextFactory<PortalDbContext> whole, NpgsqlDataSource dataSource)
{
    private readonly DbContextOptions<PortalDbContext> _ofTeams = DataServices.OptionsOfTeams(dataSource);

    /// <summary>Begins the <see cref="Act"/>. A context for what <paramref name="actor"/> may do by <paramref name="permission"/>, or a Forbidden problem.</summary>
    public Task<PortalDbContext> OpenAsync(Actor actor, Permission permission, CancellationToken cancellationToken)
    {
        // Here and not in what is awaited: the act is the caller's.
        Act.Begin(actor, permission);
        return CreateAsync(actor, permission, cancellationToken);
    }

    private async Task<PortalDbContext> CreateAsync(Actor actor, Permission permission, CancellationToken cancellationToken)
    {
        if (AccessPolicy.Allows(actor, permission))
        {
            return await whole.CreateDbContextAsync(cancellationToken);
        }

        var teams = AccessPolicy.TeamsOf(actor, permission);
        return teams.Count > 0 ? new PortalDbContext(_ofTeams) { OwnTeams = [.. teams] } : throw AccessPolicy.Refuse(actor, permission);
    }
}

using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access.Tokens;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;

namespace Portal.Core.Access.Kubeconfigs;

/// <summary>Reads what a kubeconfig's token stands for: in one query, at every request, so that nothing that was taken away is still there.</summary>
public sealed class KubeconfigGrants(IDbContextFactory<PortalDbContext> contexts, KubeconfigUse uses, TimeProvider clock)
{
    private const int MostCharacters = 100;

    /// <summary>Null for a token that is unknown, revoked or expired, or whose account, session or API token has ended. Marks it as used.</summary>
    /// <param name="address">From where.</param>
    public async Task<KubeconfigGrant?> FindAsync(string token, string address, CancellationToken cancellationToken)
    {
        if (!token.StartsWith(KubeconfigToken.TokenPrefix, StringComparison.Ordinal) || token.Length > MostCharacters)
        {
            return null;
        }

        var hash = Secret.Hash(token);
        var grant = await ReadAsync(row => row.Hash == hash, cancellationToken);
        if (grant is null)
        {
            return null;
        }

        uses.Mark(grant.TokenId, clock.GetUtcNow(), address);
        return grant with { Actor = grant.Actor with { Address = address } };
    }

    /// <summary>The same of a token that is known already.</summary>
    public Task<KubeconfigGrant?> ReadAsync(Guid tokenId, CancellationToken cancellationToken) => ReadAsync(row => row.Id == tokenId, cancellationToken);

    private async Task<KubeconfigGrant?> ReadAsync(Expression<Func<KubeconfigToken, bool>> which, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.KubeconfigTokens.AsNoTracking()
            .Where(which)
            .Where(token => token.RevokedAt == null && token.ExpiresAt > now && !token.User!.MustChangePassword
                && (token.SessionId == null || db.UserSessions.Any(session =>
                    session.Id == token.SessionId && session.UserId == token.UserId && session.EndedAt == null && session.ExpiresAt > now))
                && (token.ApiTokenId == null || db.ApiTokens.Any(parent =>
                    parent.Id == token.ApiTokenId && parent.UserId == token.UserId && parent.RevokedAt == null && parent.ExpiresAt > now)))
            .Select(token => new
            {
                token.Id,
                token.UserId,
                token.ClusterId,
                token.ExpiresAt,
                token.User!.UserName,
                token.User.LockoutEnd,
                ClusterName = token.Cluster!.Name,
                token.Cluster.State,
                token.Cluster.Fleet!.TeamId,
                Scopes = db.ApiTokens.Where(parent => parent.Id == token.ApiTokenId).Select(parent => parent.Scopes).FirstOrDefault(),
                Roles = db.UserRoles.Where(link => link.UserId == token.UserId)
                    .Join(db.Roles, link => link.RoleId, role => role.Id, (link, role) => role.Name!).ToList(),
                Teams = db.TeamMembers.Where(member => member.UserId == token.UserId)
                    .Select(member => new { member.TeamId, member.Role, member.Team!.Slug }).ToList(),
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (row is null || PortalUser.IsEndless(row.LockoutEnd))
        {
            return null;
        }

        var actor = new Actor(row.UserId, row.UserName!, row.Roles.Select(Enum.Parse<PortalRole>).ToHashSet(), row.Id)
        {
            Teams = row.Teams.ToDictionary(team => team.TeamId, team => team.Role),
            Scopes = TokenScopes.Read(row.Scopes),
        };
        return new KubeconfigGrant(
            row.Id,
            actor,
            ClusterIdentity.Of(actor, row.Teams.ToDictionary(team => team.TeamId, team => team.Slug)),
            row.ClusterId,
            row.ClusterName,
            row.State is not (ClusterState.Joining or ClusterState.Leaving) && AccessPolicy.AllowsIn(actor, Permission.UseClusters, row.TeamId),
            row.ExpiresAt);
    }
}

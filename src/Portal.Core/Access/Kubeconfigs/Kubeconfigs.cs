using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Kubernetes;
using Portal.Core.Problems;

namespace Portal.Core.Access.Kubeconfigs;

internal sealed class Kubeconfigs(
    ActorContexts contexts,
    IDbContextFactory<PortalDbContext> whole,
    ClusterIdentities identities,
    IOptions<KubeconfigOptions> options,
    TimeProvider clock) : IKubeconfigs
{
    private const int MostPerUser = 100;
    private const int ShownCharacters = 9;
    private const int LeastMinutes = 5;

    private int MostMinutes => (int)options.Value.LongestLife.TotalMinutes;

    public async Task<KubeconfigPreview> PreviewAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.OpenAsync(actor, Permission.UseClusters, cancellationToken);
        var cluster = await FindAsync(db, clusterId, cancellationToken);
        var identity = await identities.OfAsync(actor, cancellationToken);
        return new KubeconfigPreview(cluster, identity.User, identity.Groups, (int)options.Value.DefaultLife.TotalMinutes, MostMinutes);
    }

    public async Task<IssuedKubeconfig> CreateAsync(Guid clusterId, KubeconfigRequest request, Uri portal, Actor actor, CancellationToken cancellationToken)
    {
        string cluster;
        await using (var visible = await contexts.OpenAsync(actor, Permission.UseClusters, cancellationToken))
        {
            cluster = await FindAsync(visible, clusterId, cancellationToken);
        }

        var life = request.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : options.Value.DefaultLife;
        if (request.Minutes is { } asked && (asked < LeastMinutes || asked > MostMinutes))
        {
            throw ProblemException.Invalid(
                "The kubeconfig was not made", $"A kubeconfig is good for {LeastMinutes} to {MostMinutes} minutes.", "Ask for a life within these bounds.", "minutes");
        }

        // The table belongs to no team, and is closed in a team's context.
        var now = clock.GetUtcNow();
        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        var live = await db.KubeconfigTokens.CountAsync(token => token.UserId == actor.Id && token.RevokedAt == null && token.ExpiresAt > now, cancellationToken);
        if (live >= MostPerUser)
        {
            throw ProblemException.Conflict(
                "The kubeconfig was not made", $"There are {MostPerUser} kubeconfigs that can be used.", "Revoke those that are no longer needed.");
        }

        var secret = Secret.NewToken(KubeconfigToken.TokenPrefix);
        var row = new KubeconfigToken
        {
            UserId = actor.Id,
            ClusterId = clusterId,
            TargetName = cluster,
            SessionId = actor.SessionId,
            ApiTokenId = actor.TokenId,
            Prefix = secret[..ShownCharacters],
            Hash = Secret.Hash(secret),
            CreatedAt = now,
            ExpiresAt = now + life,
        };

        // What is long over is dropped where somebody makes a new one: no job of its own is worth it.
        var over = now.AddDays(-30);
        db.KubeconfigTokens.Add(row);
        await db.SaveChangesAsync(cancellationToken);
        await db.KubeconfigTokens.Where(token => token.UserId == actor.Id && token.ExpiresAt < over).ExecuteDeleteAsync(cancellationToken);
        var text = KubeconfigFileText.Write(portal, cluster, actor.Name, secret, await AuthorityAsync(cancellationToken));
        return new IssuedKubeconfig(Summary(db, now).Compile()(row), text);
    }

    public async Task<IReadOnlyList<KubeconfigSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken)
    {
        var owner = userId ?? actor.Id;
        AccessPolicy.Demand(actor, owner == actor.Id ? Permission.ManageOwnTokens : Permission.ManageUsers);
        var now = clock.GetUtcNow();
        var since = now.AddDays(-30);
        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        return await db.KubeconfigTokens.AsNoTracking()
            .Where(token => token.UserId == owner && token.ExpiresAt > since)
            .OrderByDescending(token => token.CreatedAt).ThenBy(token => token.Id)
            .Take(200)
            .Select(Summary(db, now))
            .ToListAsync(cancellationToken);
    }

    public async Task RevokeAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnTokens);
        var any = AccessPolicy.Allows(actor, Permission.ManageUsers);
        var now = clock.GetUtcNow();
        await using var db = await whole.CreateDbContextAsync(cancellationToken);
        var found = await db.KubeconfigTokens.Where(token => token.Id == id && (any || token.UserId == actor.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, token => token.RevokedAt ?? now), cancellationToken);
        if (found == 0)
        {
            throw ProblemException.NotFound("The kubeconfig does not exist");
        }
    }

    private static async Task<string> FindAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken)
    {
        var cluster = await db.Clusters.AsNoTracking().Where(row => row.Id == clusterId).Select(row => new { row.Name, row.State })
            .SingleOrDefaultAsync(cancellationToken) ?? throw ClusterReader.Unknown();
        return cluster.State is ClusterState.Joining or ClusterState.Leaving
            ? throw ProblemException.Conflict(
                $"Cluster {cluster.Name} cannot be used", "It is joining or leaving.", "Wait until it has joined.")
            : cluster.Name;
    }

    private async Task<string> AuthorityAsync(CancellationToken cancellationToken) => options.Value.CertificateAuthorityFile is { Length: > 0 } file
        ? await File.ReadAllTextAsync(file, cancellationToken)
        : "";

    private static Expression<Func<KubeconfigToken, KubeconfigSummary>> Summary(PortalDbContext db, DateTimeOffset now) => token => new KubeconfigSummary(
        token.Id,
        token.UserId,
        token.ClusterId,
        token.TargetName,
        token.Prefix,
        token.CreatedAt,
        token.ExpiresAt,
        token.LastUsedAt,
        token.LastAddress,
        token.RevokedAt,
        token.RevokedAt == null && token.ExpiresAt > now
            && (token.SessionId == null || db.UserSessions.Any(session => session.Id == token.SessionId && session.EndedAt == null && session.ExpiresAt > now))
            && (token.ApiTokenId == null || db.ApiTokens.Any(parent => parent.Id == token.ApiTokenId && parent.RevokedAt == null && parent.ExpiresAt > now)));
}

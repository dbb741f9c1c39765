using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Clusters;

/// <summary>Joins by command: one-time tokens, the script they stand for, and what the script sends back.</summary>
internal sealed class JoinCommands(
    IDbContextFactory<PortalDbContext> contexts,
    JoinCompletionCheck check,
    MemberTokens tokens,
    OperationWriter writer,
    IEnumerable<IJoinCondition> conditions,
    TimeProvider clock)
{
    private static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    public async Task<JoinCommand> CreateAsync(ClusterDescription description, Uri portal, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async stop =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            var cluster = await FindWaitingAsync(db, description, stop);
            if (cluster is null)
            {
                cluster = JoiningCluster.Create(description, actor, clock.GetUtcNow());
                cluster.StateReason = "Waits for its join command to be run.";
                db.Clusters.Add(cluster);
                await JoiningCluster.SaveAsync(db, cluster, stop);
            }

            var command = await IssueAsync(db, cluster.Id, portal, actor, stop);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            return command;
        }, cancellationToken);
    }

    /// <summary>A new command for a cluster whose row is there, in the caller's transaction; one that nobody has run is revoked. The caller saves.</summary>
    public async Task<JoinCommand> IssueAsync(PortalDbContext db, Guid clusterId, Uri portal, Actor actor, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        await db.JoinTokens.Where(row => row.ClusterId == clusterId && row.UsedAt == null && row.RevokedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(old => old.RevokedAt, now), cancellationToken);
        db.JoinTokens.Add(new JoinToken
        {
            Hash = Hash(token),
            ClusterId = clusterId,
            CreatedAt = now,
            CreatedBy = actor.Name,
            CreatedById = actor.Id,
            ExpiresAt = now + Validity,
        });
        var url = JoinScript.Address(portal, "join/script");
        return new JoinCommand(clusterId, $"curl -fsSL -H 'Authorization: Bearer {token}' '{url}' | sh", now + Validity);
    }

    public async Task<string> ReadScriptAsync(string token, Uri portal, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await FindLiveAsync(db, token, cancellationToken);
        return JoinScript.Write(cluster.Id, cluster.Name, token, portal);
    }

    public async Task<JoinStarted> CompleteAsync(string token, JoinCompletion completion, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var cluster = await FindLiveAsync(db, token, cancellationToken);

        // Before the token is used up, so that the person at the shell can mend what is wrong and run the command again.
        var target = await check.RunAsync(cluster.Name, completion, cancellationToken);
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(async stop =>
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            foreach (var condition in conditions)
            {
                await condition.DemandAsync(db, cluster.Id, stop);
            }

            var now = clock.GetUtcNow();
            var hash = Hash(token);
            var used = await db.JoinTokens
                .Where(row => row.Hash == hash && row.UsedAt == null && row.RevokedAt == null && row.ExpiresAt > now)
                .ExecuteUpdateAsync(row => row.SetProperty(join => join.UsedAt, now), stop);
            if (used != 1)
            {
                throw NotLive();
            }

            await db.Clusters.Where(row => row.Id == cluster.Id).ExecuteUpdateAsync(
                row => row
                    .SetProperty(joined => joined.ApiServer, target.ApiServer)
                    .SetProperty(joined => joined.CertificateAuthority, target.CertificateAuthority)
                    .SetProperty(joined => joined.TlsServerName, target.TlsServerName ?? "")
                    .SetProperty(joined => joined.StateReason, ""),
                stop);
            await tokens.StoreAsync(db, cluster.Id, MemberToken.Read(completion.Token, now), stop);
            var actor = new Actor(cluster.CreatedById, cluster.CreatedBy, new HashSet<PortalRole>());
            var operation = writer.Add(db, ClusterOperations.JoinByCommand(cluster.Id, cluster.Name, cluster.FleetId), actor);
            await db.SaveChangesAsync(stop);
            await transaction.CommitAsync(stop);
            return new JoinStarted(cluster.Id, operation.Id, cluster.Name);
        }, cancellationToken);
    }

    // A command that nobody ran can be asked for again; a cluster that has got further than that keeps its name, and one that a team
    // has asked for gets its command there.
    private static Task<Cluster?> FindWaitingAsync(PortalDbContext db, ClusterDescription description, CancellationToken cancellationToken) =>
        db.Clusters.AsNoTracking()
            .Where(cluster => cluster.Name == description.Name && cluster.FleetId == description.FleetId
                && cluster.State == ClusterState.Joining
                && db.JoinTokens.Any(token => token.ClusterId == cluster.Id)
                && !db.ClusterCredentials.Any(credential => credential.ClusterId == cluster.Id)
                && !db.Operations.Any(operation => operation.ClusterId == cluster.Id)
                && !db.ClusterRequests.Any(request => request.ClusterId == cluster.Id))
            .SingleOrDefaultAsync(cancellationToken);

    private async Task<LiveJoin> FindLiveAsync(PortalDbContext db, string token, CancellationToken cancellationToken)
    {
        var hash = Hash(token);
        var now = clock.GetUtcNow();
        return await db.JoinTokens.AsNoTracking()
            .Where(row => row.Hash == hash && row.UsedAt == null && row.RevokedAt == null && row.ExpiresAt > now
                && row.Cluster!.State == ClusterState.Joining)
            .Select(row => new LiveJoin(row.ClusterId, row.Cluster!.Name, row.Cluster.FleetId, row.CreatedById, row.CreatedBy))
            .SingleOrDefaultAsync(cancellationToken) ?? throw NotLive();
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    // One answer for all, so that nobody learns which tokens have existed.
    private static ProblemException NotLive() => new(new Problem(
        ProblemKind.NotFound,
        "This join command is not valid",
        "It was used, has expired, was replaced by a newer one, or never existed.",
        "Make a new join command in the portal."));

    private sealed record LiveJoin(Guid Id, string Name, Guid FleetId, Guid CreatedById, string CreatedBy);
}

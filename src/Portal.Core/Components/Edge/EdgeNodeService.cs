using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Core.Problems;

namespace Portal.Core.Components.Edge;

internal sealed partial class EdgeNodeService(
    IDbContextFactory<PortalDbContext> contexts,
    ActorContexts own,
    IValidator<EdgeJoinRequest> validator,
    CloudCoreReader cloudCores,
    OperationWriter operations,
    TimeProvider clock,
    ILogger<EdgeNodeService> logger) : IEdgeNodes
{
    private const int Most = 2_000;

    public async Task<IReadOnlyList<EdgeNodeView>> ListAsync(Guid clusterId, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await own.OpenAsync(actor, Permission.ViewClusters, cancellationToken);
        await ClusterReader.ReadNameAsync(db, clusterId, cancellationToken);
        var nodes = await EdgeNodesAsync(db, clusterId, cancellationToken);
        var joins = await db.EdgeJoins.AsNoTracking().Where(join => join.ClusterId == clusterId)
            .OrderByDescending(join => join.CreatedAt).Take(Most).ToDictionaryAsync(join => join.NodeName, cancellationToken);
        var now = clock.GetUtcNow();
        return
        [
            .. nodes.Select(node => new EdgeNodeView(
                    node.Name, node.Ready ? EdgeNodeState.Ready : EdgeNodeState.NotReady, node.Ready ? "" : node.Reason, node.KubeletVersion,
                    node.CreatedAt, null, joins.GetValueOrDefault(node.Name)?.CreatedBy ?? ""))
                .Concat(joins.Values.Where(join => nodes.All(node => node.Name != join.NodeName)).Select(join => new EdgeNodeView(
                    join.NodeName, join.ExpiresAt > now ? EdgeNodeState.Waiting : EdgeNodeState.Expired, "", "", join.CreatedAt, join.ExpiresAt, join.CreatedBy)))
                .OrderBy(node => node.Name, StringComparer.Ordinal),
        ];
    }

    public async Task<EdgeJoinCommand> CreateCommandAsync(Guid clusterId, EdgeJoinRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.JoinClusters);
        validator.Demand(request, "The edge node cannot join");
        string cluster;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            cluster = await ClusterReader.ReadNameAsync(db, clusterId, cancellationToken);
        }

        var cloud = await cloudCores.ReadAsync(clusterId, cluster, request.NodeName, cancellationToken);
        var now = clock.GetUtcNow();
        var command = new EdgeJoinCommand(request.NodeName, KeadmJoin.Write(cloud, request, cluster), KeadmJoin.Expiry(cloud.Token, now));
        await RememberAsync(clusterId, command, actor, now, cancellationToken);
        CommandMade(logger, actor.Name, request.NodeName, cluster, command.ExpiresAt);
        return command;
    }

    public async Task<Guid?> RemoveAsync(Guid clusterId, string nodeName, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await own.OpenAsync(actor, Permission.LeaveClusters, cancellationToken);
        var cluster = await db.Clusters.AsNoTracking().Where(row => row.Id == clusterId).Select(row => new { row.Name, row.FleetId })
            .SingleOrDefaultAsync(cancellationToken) ?? throw ClusterReader.Unknown();
        if ((await EdgeNodesAsync(db, clusterId, cancellationToken)).All(node => node.Name != nodeName))
        {
            return await db.EdgeJoins.Where(join => join.ClusterId == clusterId && join.NodeName == nodeName).ExecuteDeleteAsync(cancellationToken) > 0
                ? null
                : throw ProblemException.NotFound($"Cluster {cluster.Name} has no edge node of this name", "Pick it from the list; other nodes are not removed here.");
        }

        var operation = operations.Add(db, EdgeOperation.Remove(clusterId, cluster.Name, cluster.FleetId, nodeName), actor);
        await db.SaveChangesAsync(cancellationToken);
        return operation.Id;
    }

    private async Task RememberAsync(Guid clusterId, EdgeJoinCommand command, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO edge_joins (id, cluster_id, node_name, created_at, created_by, expires_at)
            VALUES ({Guid.CreateVersion7()}, {clusterId}, {command.NodeName}, {now}, {actor.Name}, {command.ExpiresAt.ToUniversalTime()})
            ON CONFLICT (cluster_id, node_name) DO UPDATE
                SET created_at = excluded.created_at, created_by = excluded.created_by, expires_at = excluded.expires_at
            """, cancellationToken);
    }

    private static async Task<IReadOnlyList<ClusterNode>> EdgeNodesAsync(PortalDbContext db, Guid clusterId, CancellationToken cancellationToken)
    {
        var inventory = await db.ClusterInventories.AsNoTracking().SingleOrDefaultAsync(row => row.ClusterId == clusterId, cancellationToken);
        return [.. (inventory?.NodeList ?? []).Where(node => node.Roles.Split(',', StringSplitOptions.TrimEntries).Contains("edge"))];
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Actor} made the command that joins edge node {Node} to {Cluster}; its token ends at {ExpiresAt:u}.")]
    private static partial void CommandMade(ILogger logger, string actor, string node, string cluster, DateTimeOffset expiresAt);
}

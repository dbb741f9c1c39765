using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Components;
using Portal.Core.Components.Catalog;
using Portal.Core.Components.Systems;
using Portal.Core.Components.Systems.Connections;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.Topology;

internal sealed class ClusterMapReader(IDbContextFactory<PortalDbContext> contexts, ComponentCatalog catalog, TimeProvider time) : IClusterMap
{
    private const string CloudCore = "cloudcore";

    private static readonly string[] Systems = [.. ConnectedSystems.Names, MapLinks.Karmada, MapLinks.KubeEdge];

    public async Task<ClusterMap> ReadAsync(MapQuestion question, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewClusters);
        AccessPolicy.Demand(actor, Permission.ViewComponents);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var clusters = await db.Clusters.AsNoTracking().Where(cluster => cluster.JoinedAt != null)
            .Select(cluster => new MapCluster(cluster.Id, cluster.Name, cluster.Fleet!.Name, cluster.Provider, cluster.Region, cluster.State, cluster.LastSeenAt))
            .ToListAsync(cancellationToken);
        var byId = clusters.ToDictionary(cluster => cluster.Id);
        var places = MapPlaces.Of(clusters, question);
        var members = (await MembersAsync(db, cancellationToken)).Where(member => byId.ContainsKey(member.ClusterId)).ToList();
        var links = new MapLinks(places);
        links.AddConnections(members, await WaysAsync(db, places.Shown, cancellationToken));
        links.AddKarmada(members, await JoinsAsync(db, cancellationToken), byId);
        links.AddEdge(await EdgesAsync(db, cancellationToken), members.ToLookup(member => member.ClusterId), byId);
        var all = links.Read();
        var roles = members.ToLookup(member => member.ClusterId, member => $"{member.System}: {member.Role}");
        return new ClusterMap(
            WithEdges(places.Places(roles), links.Edges), [.. all.Take(MapLinks.Most)], all.Count, clusters.Count, places.IsGrouped, places.Opened, time.GetUtcNow());
    }

    private static IReadOnlyList<MapPlace> WithEdges(IReadOnlyList<MapPlace> places, IReadOnlyDictionary<string, EdgeTally?> edges) =>
    [
        .. places.SelectMany(place => edges.TryGetValue(place.Key, out var tally)
            ? (IEnumerable<MapPlace>)[place, place with { Key = MapLinks.EdgeKey(place.Key), Kind = MapPlaceKind.Edge, States = new Dictionary<ClusterState, int>(), Roles = [], Edge = tally }]
            : [place]),
    ];

    /// <summary>Those that leave have no links any more.</summary>
    private async Task<IReadOnlyList<MapMember>> MembersAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.SystemMembers.AsNoTracking()
            .Join(db.Systems, member => member.SystemId, system => system.Id, (member, system) => new { Member = member, system.System })
            .Where(row => Systems.Contains(row.System) && row.Member.State != SystemMemberState.Leaving)
            .Select(row => new { row.Member.SystemId, row.System, row.Member.ClusterId, row.Member.Role })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new MapMember(row.SystemId, row.System, catalog.FindSystem(row.System)?.Title ?? row.System, row.ClusterId, row.Role))];
    }

    /// <summary>Summed up where clusters are not shown: a mesh over hundreds of them has as many ways as their square.</summary>
    private async Task<IReadOnlyList<SeenWays>> WaysAsync(PortalDbContext db, IReadOnlyList<Guid> shown, CancellationToken cancellationToken)
    {
        var fresh = time.GetUtcNow() - ConnectionRules.Fresh;
        var rows = await db.SystemConnections.AsNoTracking()
            .Join(db.Clusters, way => way.FromClusterId, cluster => cluster.Id, (way, from) => new { Way = way, From = from })
            .Join(db.Clusters, way => way.Way.ToClusterId, cluster => cluster.Id, (way, to) => new
            {
                way.Way.SystemId,
                way.Way.State,
                way.Way.Reason,
                way.Way.LatencyMilliseconds,
                way.Way.KnownAt,
                IsFresh = way.Way.CheckedAt >= fresh,
                FromFleet = way.From.Fleet!.Name,
                FromRegion = way.From.Region,
                FromCluster = shown.Contains(way.From.Id) ? (Guid?)way.From.Id : null,
                ToFleet = to.Fleet!.Name,
                ToRegion = to.Region,
                ToCluster = shown.Contains(to.Id) ? (Guid?)to.Id : null,
            })
            .GroupBy(way => new { way.SystemId, way.State, way.IsFresh, way.FromFleet, way.FromRegion, way.FromCluster, way.ToFleet, way.ToRegion, way.ToCluster })
            .Select(ways => new
            {
                ways.Key,
                Count = ways.Count(),
                Reason = ways.Max(way => way.Reason),
                Latency = ways.Max(way => way.LatencyMilliseconds),
                Seen = ways.Count(way => way.KnownAt == null) > 0 ? null : ways.Min(way => way.KnownAt),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new SeenWays(
                row.Key.SystemId, new WayEnd(row.Key.FromFleet, row.Key.FromRegion, row.Key.FromCluster), new WayEnd(row.Key.ToFleet, row.Key.ToRegion, row.Key.ToCluster),
                row.Key.IsFresh ? row.Key.State : SystemConnectionState.Unknown, row.Count, row.Key.IsFresh ? row.Reason ?? "" : "Nobody has looked lately.",
                row.Key.IsFresh ? row.Latency : null, row.Seen)),
        ];
    }

    private static async Task<IReadOnlyList<KarmadaJoinSeen>> JoinsAsync(PortalDbContext db, CancellationToken cancellationToken) =>
        await db.SystemSteps.AsNoTracking().Where(step => step.Step == SystemSteps.KarmadaJoin)
            .Select(step => new KarmadaJoinSeen(step.SystemId, step.ClusterId, step.DoneAt, step.Problem)).ToListAsync(cancellationToken);

    /// <summary>Of the clusters that run the cloud side of KubeEdge, installed or adopted.</summary>
    private static async Task<IReadOnlyList<EdgeSeen>> EdgesAsync(PortalDbContext db, CancellationToken cancellationToken)
    {
        var clouds = await db.ComponentReleases.AsNoTracking()
            .Where(release => release.Component == CloudCore && (release.State == ReleaseState.Ready || release.State == ReleaseState.Degraded))
            .Select(release => release.ClusterId).Distinct().ToListAsync(cancellationToken);
        if (clouds.Count == 0)
        {
            return [];
        }

        var edges = new List<EdgeSeen>(clouds.Count);
        var inventories = db.ClusterInventories.AsNoTracking().Where(inventory => clouds.Contains(inventory.ClusterId)).AsAsyncEnumerable();
        await foreach (var inventory in inventories.WithCancellation(cancellationToken))
        {
            var nodes = inventory.NodeList.FindAll(node => node.Roles.Split(',', StringSplitOptions.TrimEntries).Contains("edge"));
            edges.Add(new EdgeSeen(inventory.ClusterId, new EdgeTally(nodes.Count(node => node.Ready), nodes.Count), inventory.ObservedAt));
        }

        return [.. edges, .. clouds.Except(edges.Select(edge => edge.ClusterId)).Select(cloud => new EdgeSeen(cloud, null, null))];
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Monitoring.Topology;
using Portal.Web.Api;

namespace Portal.Web.Monitoring.Topology;

/// <summary>The servers of clusters and who gathers from whom.</summary>
/// <param name="Missing">The clusters of whose targets nothing is known, and why.</param>
public sealed record PrometheusTreeView(
    IReadOnlyList<TreeServer> Servers, IReadOnlyList<TreeLink> Links, int ClustersAsked, IReadOnlyList<MissingCluster> Missing, DateTimeOffset At);

/// <summary>How Prometheus servers and clusters are tied together.</summary>
internal static class TopologyApi
{
    private const string Tag = "Topology";

    public static void MapTopology(this RouteGroupBuilder api)
    {
        api.MapGet("/topology/prometheus", ReadTreeAsync).Needs(Permission.ViewMonitoring)
            .Says("ReadPrometheusTree", Tag, "Who gathers from whom among the metrics servers of clusters, with the targets of each, those that are down, and how late scrapes are.");
        api.MapGet("/topology/clusters", ReadMapAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("ReadClusterMap", Tag, "The clusters, and the meshes, tunnels, control planes and edge nodes that tie them together. Of many clusters, fleets stand for theirs.");
    }

    private static async Task<Ok<PrometheusTreeView>> ReadTreeAsync(IPrometheusTopology topology, Caller caller, CancellationToken cancellationToken)
    {
        var tree = await topology.ReadAsync(caller.Actor, cancellationToken);
        return TypedResults.Ok(new PrometheusTreeView(
            tree.Servers, tree.Links, tree.Coverage.Asked, [.. tree.Coverage.Missing.Select(member => new MissingCluster(member.Member.Name, member.Why ?? ""))], tree.At));
    }

    private static async Task<Ok<ClusterMap>> ReadMapAsync(
        [Description("A fleet whose clusters are shown one by one, where there are more than 60 in all.")] string? fleet,
        [Description("Of a fleet with many clusters, the region that is shown.")] string? region,
        IClusterMap map, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await map.ReadAsync(new MapQuestion(Given(fleet), Given(region)), caller.Actor, cancellationToken));

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

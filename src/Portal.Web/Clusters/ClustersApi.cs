using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Data;
using Portal.Web.Api;

namespace Portal.Web.Clusters;

/// <summary>Clusters: lists, details, changes and leaving. Joining is in <see cref="JoinApi"/>.</summary>
internal static class ClustersApi
{
    private const string Tag = "Clusters";

    public static void MapClusters(this RouteGroupBuilder api)
    {
        api.MapGet("/estate", SummariseAsync).Needs(Permission.ViewClusters).Says("GetEstate", Tag, "Totals over all clusters.");
        var clusters = api.MapGroup("/clusters");
        clusters.MapGet("/", ListAsync).Needs(Permission.ViewClusters).Fails(422).Says("ListClusters", Tag, "Lists clusters, filtered and sorted.");
        clusters.MapGet("/facets", FacetsAsync).Needs(Permission.ViewClusters).Fails(422)
            .Says("ListClusterFacets", Tag, "Counts clusters by each value of each filter.");
        clusters.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewClusters).Fails(404).Says("GetCluster", Tag, "Reads a cluster; its version is the ETag.");
        clusters.MapGet("/by-name/{name}", GetByNameAsync).Needs(Permission.ViewClusters).Fails(404)
            .Says("GetClusterByName", Tag, "Reads a cluster by its name.");
        clusters.MapPut("/{id:guid}", UpdateAsync).Needs(Permission.EditClusters).Fails(404, 409, 412, 422, 428)
            .Says("UpdateCluster", Tag, "Changes what people say of a cluster: fleet, kind, place, labels, taints.");
        clusters.MapPost("/{id:guid}/leave", LeaveAsync).Needs(Permission.LeaveClusters).Fails(404, 409)
            .Says("LeaveCluster", Tag, "Starts an operation that removes all that join created.");
        clusters.MapGet("/{id:guid}/inventory", GetInventoryAsync).Needs(Permission.ViewClusters).Fails(404)
            .Says("GetClusterInventory", Tag, "Nodes and conditions as last read.");
        clusters.MapGet("/{id:guid}/health-events", ListHealthEventsAsync).Needs(Permission.ViewClusters).Fails(404)
            .Says("ListClusterHealthEvents", Tag, "The latest 200 changes of the cluster's state, newest first.");
        clusters.MapGet("/{id:guid}/events", ListMemberEventsAsync).Needs(Permission.ViewClusters).Fails(404, 502, 503)
            .Says("ListMemberEvents", Tag, "The newest 200 Kubernetes events of the cluster, asked live.");
    }

    private static async Task<Ok<EstateSummary>> SummariseAsync(IClusters clusters, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await clusters.SummariseAsync(caller.Actor, cancellationToken));

    private static async Task<Ok<Page<ClusterSummary>>> ListAsync(
        [AsParameters] ClusterFilter filter, IClusters clusters, Caller caller, CancellationToken cancellationToken)
    {
        var query = filter.ToQuery();
        var page = await clusters.ListAsync(query, caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Of(page.Items, page.Total, query.Skip));
    }

    private static async Task<Ok<ClusterFacets>> FacetsAsync(
        [AsParameters] ClusterFilter filter, IClusters clusters, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await clusters.FacetsAsync(filter.ToQuery(), caller.Actor, cancellationToken));

    private static async Task<Ok<ClusterDetail>> GetAsync(
        Guid id, IClusters clusters, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await clusters.GetAsync(id, caller.Actor, cancellationToken), context);

    private static async Task<Ok<ClusterDetail>> GetByNameAsync(
        string name, IClusters clusters, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await clusters.GetByNameAsync(name, caller.Actor, cancellationToken), context);

    private static async Task<Ok<ClusterDetail>> UpdateAsync(
        Guid id, ClusterEdit body, [FromHeader(Name = "If-Match")] string? ifMatch,
        IClusters clusters, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await clusters.GetAsync(id, caller.Actor, cancellationToken);
        var version = ETags.Demand(ifMatch, seen.Version);
        await clusters.UpdateAsync(id, body, version, caller.Actor, cancellationToken);
        return Answer(await clusters.GetAsync(id, caller.Actor, cancellationToken), context);
    }

    private static async Task<Accepted<OperationStarted>> LeaveAsync(
        Guid id, IClusters clusters, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await clusters.LeaveAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static async Task<Ok<InventoryView>> GetInventoryAsync(
        Guid id, IClusters clusters, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(InventoryView.Of(await clusters.GetInventoryAsync(id, caller.Actor, cancellationToken)));

    private static async Task<Ok<Page<HealthEventView>>> ListHealthEventsAsync(
        Guid id, IClusters clusters, Caller caller, CancellationToken cancellationToken)
    {
        var events = await clusters.ListHealthEventsAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Whole<HealthEventView>(
            [.. events.Select(change => new HealthEventView(change.At, change.From, change.To, change.Reason))]));
    }

    private static async Task<Ok<Page<MemberEvent>>> ListMemberEventsAsync(
        Guid id, IClusters clusters, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await clusters.ListMemberEventsAsync(id, caller.Actor, cancellationToken)));

    private static Ok<ClusterDetail> Answer(ClusterDetail cluster, HttpContext context)
    {
        ETags.Write(context, cluster.Version);
        return TypedResults.Ok(cluster);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Adoption;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>What somebody else's helm has installed in clusters, and taking it over.</summary>
internal static class AdoptionApi
{
    private const string Tag = "Adoption";

    public static void MapAdoption(this RouteGroupBuilder api)
    {
        api.MapGet("/clusters/{clusterId:guid}/discovered-releases", ListAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("ListDiscoveredReleases", Tag, "Releases that helm has in a cluster and the portal has not, with what they are in the catalogue. Without values.");
        api.MapPost("/clusters/{clusterId:guid}/discovered-releases/refresh", RefreshAsync).Needs(Permission.ManageComponents).Fails(404, 409)
            .Says("RefreshDiscoveredReleases", Tag, "Asks for a fresh look, which a worker takes within seconds.");
        api.MapPost("/clusters/{clusterId:guid}/discovered-releases/adopt", AdoptOneAsync).Needs(Permission.ManageComponents).Fails(404, 409, 422)
            .Says("AdoptRelease", Tag, "Takes one release over. Nothing in the cluster changes.");
        api.MapGet("/fleets/{fleetId:guid}/discovered-releases", ListFleetAsync).Needs(Permission.ViewComponents)
            .Says("ListDiscoveredReleasesOfFleet", Tag, "What was found in all clusters of a fleet.");
        api.MapPost("/releases/adopt", AdoptAsync).Needs(Permission.ManageComponents).Fails(422)
            .Says("AdoptReleases", Tag, "Takes releases over, on many clusters at once; one that is refused does not stop the others.");
        api.MapPost("/clusters/{clusterId:guid}/components/{component}/forget", ForgetAsync).Needs(Permission.ManageComponents).Fails(404, 409)
            .Says("ForgetRelease", Tag, "Forgets a release. It stays in the cluster as it is.");
    }

    private static async Task<Ok<DiscoveredReleases>> ListAsync(
        Guid clusterId, IReleaseAdoption adoption, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await adoption.ListAsync(clusterId, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<DiscoveredReleaseView>>> ListFleetAsync(
        Guid fleetId, IReleaseAdoption adoption, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await adoption.ListFleetAsync(fleetId, caller.Actor, cancellationToken)));

    private static async Task<Accepted> RefreshAsync(Guid clusterId, IReleaseAdoption adoption, Caller caller, CancellationToken cancellationToken)
    {
        await adoption.RefreshAsync(clusterId, caller.Actor, cancellationToken);
        return TypedResults.Accepted($"{ApiPaths.Version1}/clusters/{clusterId}/discovered-releases");
    }

    private static async Task<Accepted<Page<StartedAdoption>>> AdoptOneAsync(
        Guid clusterId, AdoptBody body, IReleaseAdoption adoption, Caller caller, CancellationToken cancellationToken) =>
        Answer(await adoption.AdoptAsync([new AdoptionRequest(clusterId, body.Namespace, body.Name, body.Component)], caller.Actor, cancellationToken));

    private static async Task<Accepted<Page<StartedAdoption>>> AdoptAsync(
        AdoptManyBody body, IReleaseAdoption adoption, Caller caller, CancellationToken cancellationToken) =>
        Answer(await adoption.AdoptAsync(body.Releases, caller.Actor, cancellationToken));

    private static async Task<NoContent> ForgetAsync(
        Guid clusterId, string component, IReleaseAdoption adoption, Caller caller, CancellationToken cancellationToken)
    {
        await adoption.ForgetAsync(clusterId, component, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static Accepted<Page<StartedAdoption>> Answer(IReadOnlyList<StartedAdoption> started) => TypedResults.Accepted(
        started is [{ OperationId: { } only }] ? PortalAddress.Operation(only) : $"{ApiPaths.Version1}/operations", Pages.Whole(started));
}

/// <param name="Component">Which component it is, where several use its chart.</param>
internal sealed record AdoptBody(string Namespace, string Name, string? Component = null);

/// <param name="Releases">1 to 500.</param>
internal sealed record AdoptManyBody(IReadOnlyList<AdoptionRequest> Releases);

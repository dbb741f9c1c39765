using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Components.Drift;
using Portal.Core.Data;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Components;

/// <summary>Whether what runs is what helm's manifest says, and what to do where it is not.</summary>
internal static class DriftApi
{
    private const string Tag = "Drift";

    public static void MapDrift(this RouteGroupBuilder api)
    {
        api.MapGet("/drift", ListAsync).Needs(Permission.ViewComponents)
            .Says("ListDrift", Tag, "Which releases have drifted: of a component, on a cluster, or all.");
        var drift = api.MapGroup("/clusters/{clusterId:guid}/components/{component}/drift");
        drift.MapGet("/", GetAsync).Needs(Permission.ViewComponents).Fails(404)
            .Says("GetDrift", Tag, "A release's live objects beside its manifest, field by field. Values of Secrets are not shown.");
        drift.MapPost("/refresh", RefreshAsync).Needs(Permission.ManageComponents).Fails(404)
            .Says("RefreshDrift", Tag, "Asks for a fresh comparison, which a worker makes within seconds.");
        drift.MapPost("/accept", AcceptAsync).Needs(Permission.ManageComponents).Fails(404)
            .Says("AcceptDrift", Tag, "Remembers a difference as wanted, as long as its value stays.");
        drift.MapDelete("/accepted/{accepted:guid}", WithdrawAsync).Needs(Permission.ManageComponents).Fails(404)
            .Says("WithdrawAcceptedDrift", Tag, "The difference is drift again.");
        drift.MapPost("/repair", RepairAsync).Needs(Permission.ManageComponents).Fails(404, 409)
            .Says("RepairDrift", Tag, "Starts a repair: the drifted objects become what the manifest says, but for what is accepted.");
    }

    private static async Task<Ok<Page<DriftSummary>>> ListAsync(
        string? component, Guid? clusterId, IReleaseDrifts drifts, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole<DriftSummary>([.. (await drifts.ListAsync(component, clusterId, caller.Actor, cancellationToken)).Values]));

    private static async Task<Ok<DriftDetail>> GetAsync(
        Guid clusterId, string component, IReleaseDrifts drifts, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await drifts.GetAsync(clusterId, component, caller.Actor, cancellationToken));

    private static async Task<Accepted> RefreshAsync(
        Guid clusterId, string component, IReleaseDrifts drifts, Caller caller, CancellationToken cancellationToken)
    {
        await drifts.RefreshAsync(clusterId, component, caller.Actor, cancellationToken);
        return TypedResults.Accepted($"{ApiPaths.Version1}/clusters/{clusterId}/components/{component}/drift");
    }

    private static async Task<NoContent> AcceptAsync(
        Guid clusterId, string component, AcceptDriftRequest body, IReleaseDrifts drifts, Caller caller, CancellationToken cancellationToken)
    {
        await drifts.AcceptAsync(clusterId, component, body, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> WithdrawAsync(
        Guid clusterId, string component, Guid accepted, IReleaseDrifts drifts, Caller caller, CancellationToken cancellationToken)
    {
        await drifts.WithdrawAsync(clusterId, component, accepted, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<OperationStarted>> RepairAsync(
        Guid clusterId, string component, RepairBody body, IReleaseDrifts drifts, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await drifts.RepairAsync(clusterId, component, body.Objects, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }
}

/// <param name="Objects">Keys of objects; left out for all that drifted.</param>
internal sealed record RepairBody(IReadOnlyList<string>? Objects = null);

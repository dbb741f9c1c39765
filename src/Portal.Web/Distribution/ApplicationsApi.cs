using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.Distribution.Delivery;
using Portal.Core.Distribution.Karmada;
using Portal.Core.Distribution.Previews;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Distribution;

/// <summary>Applications: described once, delivered to many clusters.</summary>
internal static class ApplicationsApi
{
    private const string Tag = "Applications";

    public static void MapApplications(this RouteGroupBuilder api)
    {
        var applications = api.MapGroup("/applications");
        applications.MapGet("/", ListAsync).Needs(Permission.ViewApplications).Fails(422).Says("ListApplications", Tag, "Lists applications by name.");
        applications.MapPost("/", CreateAsync).Needs(Permission.ManageApplications).Fails(409, 422)
            .Says("CreateApplication", Tag, "Stores an application with its first revision. Nothing is delivered.");
        applications.MapGet("/control-planes", ListControlPlanesAsync).Needs(Permission.ViewApplications)
            .Says("ListControlPlanes", Tag, "Clusters by which a Karmada is reached that may deliver applications: those that the portal installed first.");
        applications.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("GetApplication", Tag, "An application, and each of its objects on each of its clusters.");
        applications.MapDelete("/{id:guid}", DeleteAsync).Needs(Permission.ManageApplications).Fails(404, 409, 422)
            .Says("DeleteApplication", Tag, "Removes from all clusters what the application created there, and then forgets it. Its name confirms that.");
        applications.MapGet("/{id:guid}/revisions", ListRevisionsAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("ListApplicationRevisions", Tag, "The application's revisions, the newest first.");
        applications.MapPost("/{id:guid}/revisions", AddRevisionAsync).Needs(Permission.ManageApplications).Fails(404, 409, 422)
            .Says("AddApplicationRevision", Tag, "Adds a revision. Nothing is delivered.");
        applications.MapGet("/{id:guid}/revisions/{number:int}", GetRevisionAsync).Needs(Permission.ManageApplications).Fails(404)
            .Says("GetApplicationRevision", Tag, "A revision with its manifests.");
        applications.MapGet("/{id:guid}/revisions/{number:int}/diff", GetDiffAsync).Needs(Permission.ManageApplications).Fails(404)
            .Says("GetApplicationRevisionDiff", Tag, "What a revision changed of the one before, as a unified diff; values of Secrets are blanked out.");
        applications.MapGet("/{id:guid}/revisions/{number:int}/karmada", GetKarmadaAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("GetApplicationKarmadaPolicies", Tag, "A revision as Karmada's policies, whichever engine delivers it, and what Karmada would not take of it.");
        applications.MapPost("/{id:guid}/deliver", DeliverAsync).Needs(Permission.ManageApplications).Fails(404, 409, 422)
            .Says("DeliverApplication", Tag, "Delivers a revision to the clusters on which it is placed: one operation with a part for each. An older revision is a roll-back.");
        ApplicationPodsApi.Map(applications, Tag);
        var previews = api.MapGroup("/application-previews");
        applications.MapPost("/preview", PreviewAsync).Needs(Permission.ManageApplications).Fails(404, 422)
            .Says("PreviewApplication", Tag, "Where an application would run and why, under any supposition. A worker then asks each cluster for what would change; it changes nothing.");
        previews.MapGet("/{id:guid}", GetPreviewAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("GetApplicationPreview", Tag, "A preview: clusters, replicas, and the reason of each cluster.");
        previews.MapGet("/{id:guid}/objects", ListPreviewObjectsAsync).Needs(Permission.ManageApplications).Fails(404)
            .Says("ListApplicationPreviewObjects", Tag, "What would change of each object on each cluster; what is secret is blanked out.");
    }

    private static async Task<Ok<Page<ApplicationSummary>>> ListAsync(
        IApplications applications, Caller caller, CancellationToken cancellationToken, string? search = null, Guid? fleetId = null, int skip = 0, int take = 50)
    {
        var page = await applications.ListAsync(
            new ApplicationQuery { Search = search ?? "", FleetId = fleetId, Skip = skip, Take = take }, caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Of(page.Items, page.Total, skip));
    }

    private static async Task<Created<ApplicationDetail>> CreateAsync(
        ApplicationRequest body, IApplications applications, Caller caller, CancellationToken cancellationToken)
    {
        var created = await applications.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/applications/{created.Summary.Id}", created);
    }

    private static async Task<Ok<ApplicationDetail>> GetAsync(Guid id, IApplications applications, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await applications.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<ControlPlaneView>>> ListControlPlanesAsync(IApplications applications, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await applications.ListControlPlanesAsync(caller.Actor, cancellationToken)));

    /// <param name="confirm">The application's name.</param>
    private static async Task<Accepted<OperationStarted>> DeleteAsync(
        Guid id, string? confirm, IApplicationDelivery delivery, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await delivery.DeleteAsync(id, confirm, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static async Task<Ok<Page<ApplicationRevisionSummary>>> ListRevisionsAsync(
        Guid id, IApplications applications, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await applications.ListRevisionsAsync(id, caller.Actor, cancellationToken)));

    private static async Task<Created<ApplicationRevisionSummary>> AddRevisionAsync(
        Guid id, ApplicationContent body, IApplications applications, Caller caller, CancellationToken cancellationToken)
    {
        var revision = await applications.AddRevisionAsync(id, body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/applications/{id}/revisions/{revision.Number}", revision);
    }

    private static async Task<Ok<ApplicationRevisionDetail>> GetRevisionAsync(
        Guid id, int number, IApplications applications, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await applications.GetRevisionAsync(id, number, caller.Actor, cancellationToken));

    private static async Task<Ok<RevisionDiffView>> GetDiffAsync(
        Guid id, int number, IApplications applications, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RevisionDiffView(await applications.DiffAsync(id, number, caller.Actor, cancellationToken)));

    private static async Task<Ok<KarmadaPoliciesView>> GetKarmadaAsync(
        Guid id, int number, IApplications applications, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await applications.GetKarmadaPoliciesAsync(id, number, caller.Actor, cancellationToken));

    private static async Task<Accepted<OperationStarted>> DeliverAsync(
        Guid id, DeliverRequest body, IApplicationDelivery delivery, Caller caller, CancellationToken cancellationToken)
    {
        var operation = await delivery.DeliverAsync(id, body, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(operation), new OperationStarted(operation));
    }

    private static async Task<Created<ApplicationPreviewDetail>> PreviewAsync(
        ApplicationPreviewRequest body, IApplicationPreviews previews, Caller caller, CancellationToken cancellationToken)
    {
        var preview = await previews.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/application-previews/{preview.Id}", preview);
    }

    private static async Task<Ok<ApplicationPreviewDetail>> GetPreviewAsync(
        Guid id, IApplicationPreviews previews, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await previews.GetAsync(id, caller.Actor, cancellationToken));

    /// <param name="clusterId">Of one cluster; left out for all.</param>
    private static async Task<Ok<Page<ApplicationPreviewObjectView>>> ListPreviewObjectsAsync(
        Guid id, Guid? clusterId, IApplicationPreviews previews, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await previews.ListObjectsAsync(id, clusterId, caller.Actor, cancellationToken)));
}

/// <param name="Diff">Unified; empty when nothing changed.</param>
internal sealed record RevisionDiffView(string Diff);

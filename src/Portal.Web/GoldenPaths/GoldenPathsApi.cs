using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Distribution.Applications;
using Portal.Core.GoldenPaths;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.GoldenPaths;

/// <summary>Templates that a platform team publishes, and teams make applications from.</summary>
internal static class GoldenPathsApi
{
    private const string Tag = "Golden paths";

    public static void MapGoldenPaths(this RouteGroupBuilder api)
    {
        var paths = api.MapGroup("/golden-paths");
        paths.MapGet("/", ListAsync).Needs(Permission.ViewApplications).Says("ListGoldenPaths", Tag, "Lists golden paths by name: the published ones, and all for who may change them.");
        paths.MapPost("/", CreateAsync).Needs(Permission.ManageGoldenPaths).Fails(409, 422)
            .Says("CreateGoldenPath", Tag, "Makes a draft, once its template was shown to make an application.");
        paths.MapGet("/{name}", GetAsync).Needs(Permission.ViewApplications).Fails(404).Says("GetGoldenPath", Tag, "A golden path; its version is the ETag.");
        paths.MapPut("/{name}", UpdateAsync).Needs(Permission.ManageGoldenPaths).Fails(404, 409, 412, 422, 428)
            .Says("UpdateGoldenPath", Tag, "Changes a golden path. Applications that were made from it stay as they are.");
        paths.MapPut("/{name}/state", SetStateAsync).Needs(Permission.ManageGoldenPaths).Fails(404, 409, 422)
            .Says("SetGoldenPathState", Tag, "Publishes a golden path, or retires it.");
        paths.MapDelete("/{name}", DeleteAsync).Needs(Permission.ManageGoldenPaths).Fails(404, 409).Says("DeleteGoldenPath", Tag, "Deletes a golden path that is not published.");
        paths.MapPost("/{name}/render", RenderAsync).Needs(Permission.ManageApplications).Fails(404, 409, 422)
            .Says("RenderGoldenPath", Tag, "The manifests that an application made from it would have. Stores nothing.");
        paths.MapPost("/{name}/applications", InstantiateAsync).Needs(Permission.ManageApplications).Fails(404, 409, 422)
            .Says("InstantiateGoldenPath", Tag, "Makes an application from it, with its first revision. Nothing is delivered.");
    }

    private static async Task<Ok<Page<GoldenPathSummary>>> ListAsync(IGoldenPaths paths, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(Pages.Whole(await paths.ListAsync(caller.Actor, cancellationToken)));

    private static async Task<Created<GoldenPathDetail>> CreateAsync(GoldenPathRequest body, IGoldenPaths paths, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var path = await paths.CreateAsync(body, caller.Actor, cancellationToken);
        ETags.Write(context, path.Summary.Version);
        return TypedResults.Created($"{ApiPaths.Version1}/golden-paths/{path.Summary.Name}", path);
    }

    private static async Task<Ok<GoldenPathDetail>> GetAsync(string name, IGoldenPaths paths, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await paths.GetAsync(name, caller.Actor, cancellationToken), context);

    private static async Task<Ok<GoldenPathDetail>> UpdateAsync(
        string name, GoldenPathRequest body, [FromHeader(Name = "If-Match")] string? ifMatch, IGoldenPaths paths, Caller caller, HttpContext context, CancellationToken cancellationToken)
    {
        var seen = await paths.GetAsync(name, caller.Actor, cancellationToken);
        return Answer(await paths.UpdateAsync(name, body, ETags.Demand(ifMatch, seen.Summary.Version), caller.Actor, cancellationToken), context);
    }

    private static async Task<Ok<GoldenPathDetail>> SetStateAsync(
        string name, GoldenPathStateBody body, IGoldenPaths paths, Caller caller, HttpContext context, CancellationToken cancellationToken) =>
        Answer(await paths.SetStateAsync(name, body.State, caller.Actor, cancellationToken), context);

    private static async Task<NoContent> DeleteAsync(string name, IGoldenPaths paths, Caller caller, CancellationToken cancellationToken)
    {
        await paths.DeleteAsync(name, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RenderedPath>> RenderAsync(string name, GoldenPathUse body, IGoldenPaths paths, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(new RenderedPath(await paths.RenderAsync(name, body, caller.Actor, cancellationToken)));

    private static async Task<Created<ApplicationDetail>> InstantiateAsync(string name, GoldenPathUse body, IGoldenPaths paths, Caller caller, CancellationToken cancellationToken)
    {
        var made = await paths.InstantiateAsync(name, body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/applications/{made.Summary.Id}", made);
    }

    private static Ok<GoldenPathDetail> Answer(GoldenPathDetail path, HttpContext context)
    {
        ETags.Write(context, path.Summary.Version);
        return TypedResults.Ok(path);
    }
}

internal sealed record GoldenPathStateBody(GoldenPathState State);

/// <param name="Source">YAML.</param>
internal sealed record RenderedPath(string Source);

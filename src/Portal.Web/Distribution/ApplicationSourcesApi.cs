using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Distribution.Sources.Sync;
using Portal.Core.Problems;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Distribution;

/// <summary>Where an application's manifests come from, when people do not give them.</summary>
internal static class ApplicationSourcesApi
{
    private const string Tag = "Applications";

    /// <summary>The largest call of a Git server that is read, in bytes.</summary>
    private const int MostBody = 4 * 1024 * 1024;

    public static void MapApplicationSources(this RouteGroupBuilder api)
    {
        var source = api.MapGroup("/applications/{id:guid}/source");
        source.MapGet("/", GetAsync).Needs(Permission.ViewApplications).Fails(404)
            .Says("GetApplicationSource", Tag, "Where the application's manifests come from, and how the last sync ended.");
        source.MapPut("/", SetAsync).Needs(Permission.ManageApplications).Fails(404, 409, 422)
            .Says("SetApplicationSource", Tag, "Gives the application a Git repository or a chart as its source, and asks for a sync. Tokens and secrets are never shown again.");
        source.MapDelete("/", RemoveAsync).Needs(Permission.ManageApplications).Fails(404, 409)
            .Says("RemoveApplicationSource", Tag, "Takes the source away: the revisions stay, and people give the manifests.");
        source.MapPost("/sync", SyncAsync).Needs(Permission.ManageApplications).Fails(404)
            .Says("SyncApplicationSource", Tag, "Asks for a sync now. What it leads to is a new revision, unless nothing has changed.");
        source.MapPost("/webhook", HookAsync).AllowAnonymous().RequireRateLimiting(WebhookRateLimit.Policy).Fails(401, 413, 429)
            .Says("CallApplicationWebhook", Tag, "For a Git server: a push was made. Proven by X-Hub-Signature-256 (GitHub) or X-Gitlab-Token (GitLab); asks for a sync and does nothing else.");
    }

    private static async Task<Ok<ApplicationSourceView>> GetAsync(Guid id, IApplicationSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.FindAsync(id, caller.Actor, cancellationToken)
            ?? throw ProblemException.NotFound("The application has no source", "Give it one on its page."));

    private static async Task<Ok<ApplicationSourceView>> SetAsync(
        Guid id, SourceRequest body, IApplicationSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sources.SetAsync(id, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> RemoveAsync(Guid id, IApplicationSources sources, Caller caller, CancellationToken cancellationToken)
    {
        await sources.RemoveAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Accepted<ApplicationSourceView>> SyncAsync(Guid id, IApplicationSources sources, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Accepted($"{ApiPaths.Version1}/applications/{id}/source", await sources.SyncAsync(id, caller.Actor, cancellationToken));

    private static async Task<NoContent> HookAsync(Guid id, HttpContext context, IApplicationSources sources, CancellationToken cancellationToken)
    {
        var body = await ReadAsync(context.Request, cancellationToken);
        var headers = context.Request.Headers;
        return await sources.HookAsync(id, Header("X-Hub-Signature-256"), Header("X-Gitlab-Token"), body, cancellationToken)
            ? TypedResults.NoContent()
            : throw new BadHttpRequestException("The call does not prove that it knows the webhook's secret.", StatusCodes.Status401Unauthorized);

        string? Header(string name) => headers.TryGetValue(name, out var value) && value.Count == 1 ? value.ToString() : null;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MostBody)
            {
                throw new BadHttpRequestException("The call is too large.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return body.ToArray();
    }
}

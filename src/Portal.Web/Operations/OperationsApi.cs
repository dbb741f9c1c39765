using System.Net.Mime;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Operations;
using Portal.Web.Api;

namespace Portal.Web.Operations;

/// <summary>Operations: lists, details, logs, and what can be done to one.</summary>
internal static class OperationsApi
{
    private const string Tag = "Operations";

    public static void MapOperations(this RouteGroupBuilder api)
    {
        var operations = api.MapGroup("/operations");
        operations.MapGet("/", ListAsync).Needs(Permission.ViewOperations).Fails(422).Says("ListOperations", Tag, "Lists operations, newest first.");
        operations.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewOperations).Fails(404)
            .Says("GetOperation", Tag, "An operation with its steps.");
        operations.MapGet("/{id:guid}/log", ReadLogAsync).Needs(Permission.ViewOperations).Fails(404)
            .Says("ReadOperationLog", Tag, "Lines of the log after a sequence number, oldest first.");
        operations.MapGet("/{id:guid}/log/download", DownloadLogAsync).Needs(Permission.ViewOperations).Fails(404)
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.Plain, OperationLogDownload.JsonLines)
            .Says("DownloadOperationLog", Tag, "The whole log as text, or as JSON lines (format=jsonl).");
        operations.MapGet("/{id:guid}/events", FollowAsync).Needs(Permission.ViewOperations).Fails(404)
            .Produces<string>(StatusCodes.Status200OK, MediaTypeNames.Text.EventStream)
            .Says("FollowOperation", Tag, "Server-sent events: 'operation' when it changes, 'log' for new lines. Ends with the operation.");
        operations.MapPost("/{id:guid}/cancel", CancelAsync).Needs(Permission.RunOperations).Fails(404, 409)
            .Says("CancelOperation", Tag, "Asks an operation to stop.");
        operations.MapPost("/{id:guid}/retry", RetryAsync).Needs(Permission.RunOperations).Fails(404, 409)
            .Says("RetryOperation", Tag, "Queues a failed or cancelled operation again, from the step that did not succeed.");
    }

    private static async Task<Ok<Page<OperationSummary>>> ListAsync(
        [AsParameters] OperationFilter filter, IOperations operations, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await operations.ListAsync(filter.ToQuery(), caller.Actor, cancellationToken));

    private static async Task<Ok<OperationDetail>> GetAsync(
        Guid id, IOperations operations, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await operations.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<Page<LogLine>>> ReadLogAsync(
        Guid id, long? after, int? take, IOperations operations, Caller caller, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(take ?? 500, 1, 5000);
        var lines = await operations.ReadLogAsync(id, after ?? 0, count, caller.Actor, cancellationToken);
        return TypedResults.Ok(LogLine.Page(lines, count));
    }

    private static async Task<PushStreamHttpResult> DownloadLogAsync(
        Guid id, string? format, IOperations operations, Caller caller, CancellationToken cancellationToken)
    {
        var download = new OperationLogDownload(operations, caller.Actor, id, OperationLogDownload.ReadFormat(format));

        // Read before the answer begins: an unknown operation is a 404, and not an empty file.
        await operations.GetAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Stream(
            stream => download.WriteAsync(stream, cancellationToken), download.ContentType, download.FileName);
    }

    private static async Task<IResult> FollowAsync(
        Guid id, HttpContext context, OperationFeed feed, CancellationToken cancellationToken)
    {
        var after = long.TryParse(context.Request.Headers["Last-Event-ID"], out var seen) ? seen : 0;
        await feed.DemandAsync(id, cancellationToken);
        return TypedResults.ServerSentEvents(feed.ReadAsync(id, after, cancellationToken));
    }

    private static async Task<Accepted<OperationStarted>> CancelAsync(
        Guid id, IOperations operations, Caller caller, CancellationToken cancellationToken)
    {
        await operations.CancelAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(id), new OperationStarted(id));
    }

    private static async Task<Accepted<OperationStarted>> RetryAsync(
        Guid id, IOperations operations, Caller caller, CancellationToken cancellationToken)
    {
        await operations.RetryAsync(id, caller.Actor, cancellationToken);
        return TypedResults.Accepted(PortalAddress.Operation(id), new OperationStarted(id));
    }
}

using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Monitoring.Boards;
using Portal.Core.Monitoring.Boards.Grafana;
using Portal.Web.Api;
using Portal.Web.Hosting;

namespace Portal.Web.Monitoring.Boards;

/// <summary>The dashboards that people make.</summary>
internal static class BoardsApi
{
    private const string Tag = "Boards";

    public static void MapBoards(this RouteGroupBuilder api)
    {
        var boards = api.MapGroup("/boards");
        boards.MapGet("/", ListAsync).Needs(Permission.ViewMonitoring)
            .Says("ListBoards", Tag, "The caller's own boards and those that are shared, by name.");
        boards.MapPost("/", CreateAsync).Needs(Permission.ManageOwnBoards).Fails(409, 422)
            .Says("CreateBoard", Tag, "Makes a board: of the caller alone, or shared, which operators may.");
        boards.MapGet("/{id:guid}", GetAsync).Needs(Permission.ViewMonitoring).Fails(404)
            .Says("GetBoard", Tag, "A board with its panels and variables.");
        boards.MapPut("/{id:guid}", UpdateAsync).Needs(Permission.ManageOwnBoards).Fails(404, 409, 422)
            .Says("UpdateBoard", Tag, "Changes a board. The version must be that which was read.");
        boards.MapDelete("/{id:guid}", DeleteAsync).Needs(Permission.ManageOwnBoards).Fails(404)
            .Says("DeleteBoard", Tag, "Deletes a board.");
        boards.MapGet("/{id:guid}/export", ExportAsync).Needs(Permission.ViewMonitoring).Produces<BoardRequest>(StatusCodes.Status200OK, "application/json").Fails(404)
            .Says("ExportBoard", Tag, "A board as a file, which makes a board again when it is posted.");
        boards.MapPost("/import/grafana", Import).Needs(Permission.ManageOwnBoards).Fails(422)
            .WithMetadata(new RequestSizeLimitAttribute(GrafanaImport.MostBytes))
            .Says("PreviewGrafanaImport", Tag, "What a dashboard of Grafana, as JSON, would be as a board, and what of it is left out and why. Stores nothing: send the document to make the board.");
    }

    private static Ok<BoardImport> Import(JsonElement body) => TypedResults.Ok(GrafanaImport.Read(body));

    private static async Task<Ok<Page<BoardSummary>>> ListAsync(
        [Description("In the name.")] string? search, [Description("The caller's own alone.")] bool? mine, int? skip, [Description("1 to 200 rows; 50 when left out.")] int? take,
        IBoards boards, Caller caller, CancellationToken cancellationToken)
    {
        var query = new BoardQuery(search, mine ?? false, Math.Max(0, skip ?? 0), Math.Clamp(take ?? 50, 1, 200));
        var page = await boards.ListAsync(query, caller.Actor, cancellationToken);
        return TypedResults.Ok(Pages.Of(page.Items, page.Total ?? 0, query.Skip));
    }

    private static async Task<Created<BoardView>> CreateAsync(BoardRequest body, IBoards boards, Caller caller, CancellationToken cancellationToken)
    {
        var made = await boards.CreateAsync(body, caller.Actor, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Version1}/boards/{made.Id}", made);
    }

    private static async Task<Ok<BoardView>> GetAsync(Guid id, IBoards boards, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await boards.GetAsync(id, caller.Actor, cancellationToken));

    private static async Task<Ok<BoardView>> UpdateAsync(Guid id, BoardRequest body, IBoards boards, Caller caller, CancellationToken cancellationToken) =>
        TypedResults.Ok(await boards.UpdateAsync(id, body, caller.Actor, cancellationToken));

    private static async Task<NoContent> DeleteAsync(Guid id, IBoards boards, Caller caller, CancellationToken cancellationToken)
    {
        await boards.DeleteAsync(id, caller.Actor, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<FileContentHttpResult> ExportAsync(Guid id, IBoards boards, Caller caller, CancellationToken cancellationToken)
    {
        var board = await boards.GetAsync(id, caller.Actor, cancellationToken);
        return TypedResults.File(BoardFile.Write(board), "application/json", BoardFile.NameOf(board.Name));
    }
}

using System.Globalization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Data;
using Portal.Core.Problems;

namespace Portal.Core.Monitoring.Boards;

internal sealed class BoardService(IDbContextFactory<PortalDbContext> contexts, IValidator<BoardRequest> validator, TimeProvider time) : IBoards
{
    private const int MostRows = 200;

    public async Task<Page<BoardSummary>> ListAsync(BoardQuery query, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var boards = db.Boards.AsNoTracking().Where(BoardAccess.VisibleTo(actor));
        if (query.Mine)
        {
            boards = boards.Where(board => board.OwnerId == actor.Id);
        }

        if (query.Search?.Trim() is { Length: > 0 } search)
        {
            boards = boards.Where(board => EF.Functions.ILike(board.Name, SearchPattern.Containing(search)));
        }

        var total = await boards.CountAsync(cancellationToken);
        var rows = await boards.OrderBy(board => board.Name).ThenBy(board => board.Id).Skip(Math.Max(0, query.Skip)).Take(Math.Clamp(query.Take, 1, MostRows))
            .Select(board => new { board.Id, board.Name, board.Visibility, board.OwnerId, board.OwnerName, board.PanelCount, board.UpdatedAt, board.UpdatedBy })
            .ToListAsync(cancellationToken);
        return new Page<BoardSummary>(
            rows.ConvertAll(row => new BoardSummary(
                row.Id, row.Name, row.Visibility, row.OwnerName, row.OwnerId == actor.Id, BoardAccess.MayChange(actor, row.Visibility, row.OwnerId), row.PanelCount, row.UpdatedAt, row.UpdatedBy)),
            total, null);
    }

    public async Task<BoardView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ViewMonitoring);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return View(await FindAsync(db, id, actor, cancellationToken), actor);
    }

    public async Task<BoardView> CreateAsync(BoardRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnBoards);
        DemandSharing(request.Visibility, actor);
        validator.Demand(request, "The board was not created");
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Boards.CountAsync(board => board.OwnerId == actor.Id, cancellationToken) >= BoardBounds.BoardsOfOne)
        {
            throw ProblemException.Conflict("The board was not created", "You own 200 boards already.", "Delete one that is not needed any more.");
        }

        var now = time.GetUtcNow();
        var board = new Board
        {
            Name = request.Name.Trim(),
            Visibility = request.Visibility,
            OwnerId = actor.Id,
            OwnerName = actor.Name,
            Document = request.Document,
            PanelCount = request.Document.Panels.Count,
            CreatedAt = now,
            UpdatedAt = now,
            UpdatedBy = actor.Name,
        };
        db.Add(board);
        await db.SaveChangesAsync(cancellationToken);
        return View(board, actor);
    }

    public async Task<BoardView> UpdateAsync(Guid id, BoardRequest request, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnBoards);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var board = await FindAsync(db, id, actor, cancellationToken);
        DemandChange(board, actor);
        if (request.Visibility != board.Visibility)
        {
            DemandSharing(request.Visibility, actor);
            DemandOwner(board, actor);
        }

        validator.Demand(request, "The board was not changed");
        if (request.Version != board.Version)
        {
            throw Changed(board);
        }

        (board.Name, board.Visibility, board.Document) = (request.Name.Trim(), request.Visibility, request.Document);
        (board.PanelCount, board.UpdatedAt, board.UpdatedBy) = (request.Document.Panels.Count, time.GetUtcNow(), actor.Name);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            await using var later = await contexts.CreateDbContextAsync(cancellationToken);
            throw Changed(await FindAsync(later, id, actor, cancellationToken));
        }

        return View(board, actor);
    }

    public async Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageOwnBoards);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        DemandChange(await FindAsync(db, id, actor, cancellationToken), actor);
        await db.Boards.Where(board => board.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    private static BoardView View(Board board, Actor actor) => new(
        board.Id, board.Name, board.Visibility, board.OwnerName, board.OwnerId == actor.Id, BoardAccess.MayChange(actor, board.Visibility, board.OwnerId), board.Document,
        board.CreatedAt, board.UpdatedAt, board.UpdatedBy, board.Version);

    private static async Task<Board> FindAsync(PortalDbContext db, Guid id, Actor actor, CancellationToken cancellationToken) =>
        await db.Boards.Where(BoardAccess.VisibleTo(actor)).SingleOrDefaultAsync(board => board.Id == id, cancellationToken)
        ?? throw ProblemException.NotFound("This board does not exist");

    private static void DemandSharing(BoardVisibility visibility, Actor actor)
    {
        if (visibility == BoardVisibility.Organisation)
        {
            AccessPolicy.Demand(actor, Permission.ShareBoards);
        }
    }

    private static void DemandChange(Board board, Actor actor)
    {
        if (!BoardAccess.MayChange(actor, board.Visibility, board.OwnerId))
        {
            throw ProblemException.Forbidden($"{actor.Name} may not change this board", $"{board.OwnerName} made it.", "Make a copy of your own, or ask an operator.");
        }
    }

    /// <summary>Nobody else may hide what somebody shared.</summary>
    private static void DemandOwner(Board board, Actor actor)
    {
        if (board.OwnerId != actor.Id)
        {
            throw ProblemException.Forbidden($"{actor.Name} may not change who sees this board", $"{board.OwnerName} made it.", "Make a copy of your own, or ask its owner.");
        }
    }

    private static ProblemException Changed(Board board) => ProblemException.Conflict(
        $"Board {board.Name} was not stored", $"{board.UpdatedBy} changed it at {board.UpdatedAt.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}, after you read it.",
        "Reload to look at the change, or save yours as a new board.");
}

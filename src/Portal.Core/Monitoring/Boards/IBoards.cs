using Portal.Core.Access;
using Portal.Core.Data;

namespace Portal.Core.Monitoring.Boards;

/// <summary>A board as a person gives it.</summary>
/// <param name="Version">Of the board that was read; null for a new one.</param>
public sealed record BoardRequest(string Name, BoardVisibility Visibility, BoardDocument Document, uint? Version = null);

/// <summary>A board in a list.</summary>
/// <param name="IsMine">The caller made it.</param>
/// <param name="MayChange">The caller may change and delete it.</param>
public sealed record BoardSummary(
    Guid Id, string Name, BoardVisibility Visibility, string Owner, bool IsMine, bool MayChange, int Panels, DateTimeOffset UpdatedAt, string UpdatedBy);

/// <summary>A board with all that is on it.</summary>
public sealed record BoardView(
    Guid Id, string Name, BoardVisibility Visibility, string Owner, bool IsMine, bool MayChange, BoardDocument Document, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, string UpdatedBy, uint Version);

/// <summary>Which boards to list.</summary>
/// <param name="Search">In their names; null or empty for all.</param>
/// <param name="Mine">The caller's own alone.</param>
public sealed record BoardQuery(string? Search = null, bool Mine = false, int Skip = 0, int Take = 50);

/// <summary>The dashboards that people make: their own, and those that are shared with everybody.</summary>
public interface IBoards
{
    /// <summary>Those that the actor may see, by name.</summary>
    Task<Page<BoardSummary>> ListAsync(BoardQuery query, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound, also for a personal board of somebody else.</summary>
    Task<BoardView> GetAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws Invalid; Forbidden when it is to be shared and the actor may not; Conflict when there are too many.</summary>
    Task<BoardView> CreateAsync(BoardRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound, Forbidden, Invalid, or Conflict with who changed it and when.</summary>
    Task<BoardView> UpdateAsync(Guid id, BoardRequest request, Actor actor, CancellationToken cancellationToken);

    /// <summary>Throws NotFound or Forbidden.</summary>
    Task DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken);
}

using System.Linq.Expressions;
using Portal.Core.Access;

namespace Portal.Core.Monitoring.Boards;

/// <summary>
/// Whose a board is, and who may look at it and change it: the one place to widen when boards can belong to a team.
/// What a board's panels tell is asked anew for each person who looks, with that person's own rights.
/// </summary>
internal static class BoardAccess
{
    /// <summary>The boards that an actor may know of.</summary>
    public static Expression<Func<Board, bool>> VisibleTo(Actor actor)
    {
        var id = actor.Id;
        return board => board.Visibility == BoardVisibility.Organisation || board.OwnerId == id;
    }

    /// <summary>One's own; and what is shared by those who look after the whole.</summary>
    public static bool MayChange(Actor actor, BoardVisibility visibility, Guid ownerId) =>
        ownerId == actor.Id || (visibility == BoardVisibility.Organisation && AccessPolicy.Allows(actor, Permission.ShareBoards));
}

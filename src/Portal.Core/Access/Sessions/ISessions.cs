namespace Portal.Core.Access.Sessions;

/// <summary>
/// The feature service of browsers' sessions. Every method checks the actor's rights and throws ProblemException. A session that
/// was ended is signed out at once, in open pages too.
/// </summary>
public interface ISessions
{
    /// <summary>The sessions that live of an account (null: the actor's own), the one that began last first, at most 200. Only admins see those of others.</summary>
    Task<IReadOnlyList<SessionSummary>> ListAsync(Guid? userId, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends a session of one's own; for admins, anyone's. NotFound when there is none that lives.</summary>
    Task EndAsync(Guid id, Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of the actor but the one that it acts in, and returns how many.</summary>
    Task<int> EndOthersAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of an account, and returns how many. For admins.</summary>
    Task<int> EndAllAsync(Guid userId, Actor actor, CancellationToken cancellationToken);
}

using Portal.Core.Events;

namespace Portal.Core.Access;

/// <summary>
/// Counts the changes of anybody's roles that the database told of. Whoever keeps an <see cref="ActorState"/> for a while
/// keeps the number with it, and reads again when it has moved on.
/// </summary>
public sealed class ActorChanges : INotificationHandler
{
    private long _count;

    /// <summary>Grows with each change, and whenever some may not have been heard.</summary>
    public long Count => Interlocked.Read(ref _count);

    public string Channel => "portal_access";

    public void OnNotified(string payload) => Interlocked.Increment(ref _count);

    public void OnConnected(bool again) => Interlocked.Increment(ref _count);
}

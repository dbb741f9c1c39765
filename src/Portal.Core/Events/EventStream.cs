namespace Portal.Core.Events;

/// <summary>
/// Hands the database's notifications to whoever subscribed in this process. Bursts are coalesced: a subscriber that is
/// busy gets each (topic, id) once. After a reconnect of the listener every subscriber gets one event with an empty id.
/// </summary>
public sealed class EventStream
{
    private readonly Lock _gate = new();
    private readonly List<EventSubscription> _subscriptions = [];

    /// <summary>Subscribes to topics; an id narrows it to one row. Dispose to unsubscribe.</summary>
    public EventSubscription Subscribe(IEnumerable<string> topics, Guid? id = null)
    {
        var subscription = new EventSubscription(topics, id, Remove);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    /// <summary>Called by the listener, and by tests.</summary>
    public void Publish(PortalEvent portalEvent)
    {
        EventSubscription[] subscribers;
        lock (_gate)
        {
            subscribers = [.. _subscriptions];
        }

        foreach (var subscriber in subscribers)
        {
            subscriber.Offer(portalEvent);
        }
    }

    private void Remove(EventSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}

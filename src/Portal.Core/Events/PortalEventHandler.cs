namespace Portal.Core.Events;

/// <summary>Turns "topic:id" on the channel "portal" into events.</summary>
internal sealed class PortalEventHandler(EventStream events) : INotificationHandler
{
    public string Channel => "portal";

    public void OnNotified(string payload)
    {
        var colon = payload.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && Guid.TryParse(payload.AsSpan(colon + 1), out var id))
        {
            events.Publish(new PortalEvent(payload[..colon], id));
        }
        else if (colon > 0)
        {
            // A topic whose id means nothing: heard by those who did not ask for one row.
            events.Publish(new PortalEvent(payload[..colon], AllRows));
        }
    }

    public void OnConnected(bool again)
    {
        if (again)
        {
            events.Publish(new PortalEvent("", Guid.Empty));
        }
    }

    /// <summary>Differs from Guid.Empty, which every subscriber hears.</summary>
    private static Guid AllRows { get; } = Guid.AllBitsSet;
}

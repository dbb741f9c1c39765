namespace Portal.Core.Events;

/// <summary>Takes what is notified on one channel of the database. Called on the listener's own task: must not block.</summary>
public interface INotificationHandler
{
    string Channel { get; }

    void OnNotified(string payload);

    /// <summary>The connection is new: what was notified since the last one was not heard.</summary>
    void OnConnected(bool again);
}

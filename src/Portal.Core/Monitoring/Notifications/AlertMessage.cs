using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>A message in the words of its channel's language, before it takes the form of a product.</summary>
/// <param name="Id">The same in each attempt.</param>
/// <param name="Severity">Of the worst of its alerts.</param>
/// <param name="Count">Of all its alerts; <paramref name="Lines"/> may be fewer.</param>
/// <param name="Lines">The worst first.</param>
/// <param name="Link">Into the portal; null where it does not know its own address.</param>
/// <param name="LinkText">For the link.</param>
public sealed record AlertMessage(
    Guid Id, MessageEvent Event, AlertSeverity Severity, string Title, int Count, IReadOnlyList<AlertLine> Lines, Uri? Link, string LinkText, DateTimeOffset At, MessageWords Words)
{
    /// <summary>How many are named in a chat; the others are counted.</summary>
    public const int MostNamed = 10;

    /// <summary>"990 more" for what is not named; empty where all are.</summary>
    public string More(int named) => Count > named ? Words.More(Count - named) : "";
}

/// <summary>One alert of a message.</summary>
/// <param name="Title">Its kind in words.</param>
/// <param name="Cluster">Empty for what belongs to none.</param>
public sealed record AlertLine(
    Guid Id, PortalAlertKind Kind, AlertSeverity Severity, string Title, string Subject, string Cluster, string Reason, DateTimeOffset Since, DateTimeOffset? EndedAt, Uri? Link);

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

    /// <summary>"990 more" for what is not named by so many lines; empty where all are.</summary>
    public string More(int named) => Count - Lines.Take(named).Sum(line => line.Alerts) is > 0 and var more ? Words.More(more) : "";
}

/// <summary>One alert of a message, or those of one name in many clusters.</summary>
/// <param name="Title">Its kind in words, or the name that a cluster gave it.</param>
/// <param name="Cluster">Empty for what belongs to none.</param>
public sealed record AlertLine(
    Guid Id, PortalAlertKind Kind, AlertSeverity Severity, string Title, string Subject, string Cluster, string Reason, DateTimeOffset Since, DateTimeOffset? EndedAt, Uri? Link)
{
    /// <summary>How many alerts it stands for.</summary>
    public int Alerts { get; init; } = 1;

    /// <summary>The names of all their clusters, for alerts of clusters; else null.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }

    /// <summary>The labels that all of them have, for alerts of clusters; else null.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

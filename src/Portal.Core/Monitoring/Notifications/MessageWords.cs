using System.Globalization;
using System.Resources;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>The words of messages in one language.</summary>
public sealed class MessageWords(CultureInfo culture)
{
    private static readonly ResourceManager Resources = new("Portal.Core.Monitoring.Notifications.NotificationText", typeof(MessageWords).Assembly);

    /// <summary>The languages that messages can have.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "zh-Hans"];

    public CultureInfo Culture => culture;

    public string Cluster => Text("Cluster");

    public string Since => Text("Since");

    public string Open => Text("Open");

    public string TestTitle(string channel) => Text("Test.Title").Replace("{channel}", channel, StringComparison.Ordinal);

    public string TestReason => Text("Test.Reason");

    public string Of(AlertSeverity severity) => Text($"Severity.{severity}");

    public string Of(PortalAlertKind kind) => Text($"Kind.{kind}");

    public string More(int count) => Text("More").Replace("{count}", Number(count), StringComparison.Ordinal);

    public string Clusters(int count) => Text("Clusters").Replace("{count}", Number(count), StringComparison.Ordinal);

    /// <summary>"12 clusters: a, b and 10 more".</summary>
    public string Named(int count, IReadOnlyList<string> names) => Text("Clusters.Named")
        .Replace("{clusters}", Clusters(count), StringComparison.Ordinal)
        .Replace("{names}", string.Join(Text("Comma"), names) + (count > names.Count ? Text("Comma") + More(count - names.Count) : ""), StringComparison.Ordinal);

    public string OneTitle(MessageEvent what, AlertSeverity severity, string kind, string subject) => Text("Title.One")
        .Replace("{state}", State(what, severity), StringComparison.Ordinal).Replace("{kind}", kind, StringComparison.Ordinal).Replace("{subject}", subject, StringComparison.Ordinal);

    public string ManyTitle(MessageEvent what, AlertSeverity severity, int count, IEnumerable<(string Name, int Count)> names) => Text("Title.Many")
        .Replace("{state}", State(what, severity), StringComparison.Ordinal).Replace("{count}", Number(count), StringComparison.Ordinal)
        .Replace("{kinds}", string.Join(Text("Comma"), names.Select(part => $"{part.Name} {Number(part.Count)}")), StringComparison.Ordinal);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private string State(MessageEvent what, AlertSeverity severity) => what == MessageEvent.Ended ? Text("Ended") : Of(severity);

    private string Number(int count) => count.ToString("N0", culture);

    private string Text(string key) => Resources.GetString(key, culture) ?? key;
}

using System.Globalization;
using Microsoft.Extensions.Options;
using Portal.Core.Monitoring.Notifications.Outbox;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Words a message of one alert or of many.</summary>
public sealed class MessageComposer(ISentences sentences, IOptions<NotificationOptions> options, TimeProvider time)
{
    /// <summary>More than any form shows.</summary>
    private const int MostLines = 100;
    private const int LongestReason = 300;

    /// <summary>The title alone, for what is kept of a message.</summary>
    public static string Title(string language, MessageEvent what, IReadOnlyCollection<PortalAlert> alerts)
    {
        var words = WordsOf(language);
        var worst = alerts.Max(alert => alert.Severity);
        var names = alerts.GroupBy(alert => (alert.Kind, Name: MessageLines.NameOf(alert, words))).OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Kind).ThenBy(group => group.Key.Name, StringComparer.Ordinal).ToList();
        var title = names is [var only] && (alerts.Count == 1 || only.Key.Kind == PortalAlertKind.MemberAlert)
            ? words.OneTitle(what, worst, only.Key.Name, MessageLines.PlaceOf(alerts, words))
            : words.ManyTitle(what, worst, alerts.Count, names.Select(group => (group.Key.Name, group.Count())));
        return Cut(title, NotificationMessage.LongestTitle);
    }

    public AlertMessage Compose(Guid id, string language, MessageEvent what, IReadOnlyCollection<PortalAlert> alerts)
    {
        var words = WordsOf(language);
        var lines = MessageLines.Of(alerts).Take(MostLines).Select(same => Line(same, words)).ToList();
        return new AlertMessage(
            id, what, alerts.Max(alert => alert.Severity), Title(language, what, alerts), alerts.Count, lines, lines.Count == 1 ? lines[0].Link : Link(AlertsPath), words.Open, time.GetUtcNow(), words);
    }

    /// <summary>What a person sends to see whether messages arrive.</summary>
    public AlertMessage Test(Guid id, string channel, string language)
    {
        var words = WordsOf(language);
        var now = time.GetUtcNow();
        var line = new AlertLine(id, PortalAlertKind.ClusterUnreachable, AlertSeverity.Info, words.TestTitle(channel), channel, "", words.TestReason, now, null, Link(AlertsPath));
        return new AlertMessage(id, MessageEvent.Test, AlertSeverity.Info, words.TestTitle(channel), 1, [line], Link(AlertsPath), words.Open, now, words);
    }

    public const string AlertsPath = "monitoring/alerts";

    /// <summary>Where the portal shows what an alert is about.</summary>
    public static string PathOf(PortalAlert alert) => alert switch
    {
        { OperationId: { } operation } => $"operations/{operation}",
        { Kind: PortalAlertKind.RequestWaiting } => $"onboarding/{alert.SubjectKey["request/".Length..]}",
        { ApplicationId: { } application } => $"applications/{application}",
        { Kind: PortalAlertKind.ClusterUnreachable or PortalAlertKind.TokenExpiring or PortalAlertKind.CertificateExpiring, ClusterName: { } cluster } => $"clusters/{Uri.EscapeDataString(cluster)}",
        { ClusterName: { } cluster } => $"{AlertsPath}?cluster={Uri.EscapeDataString(cluster)}",
        _ => AlertsPath,
    };

    private AlertLine Line(IReadOnlyList<PortalAlert> same, MessageWords words)
    {
        var alert = same[0];
        var line = new AlertLine(
            alert.Id, alert.Kind, alert.Severity, MessageLines.NameOf(alert, words), alert.SubjectName, alert.ClusterName ?? "", Cut(OneLine(sentences.Say(alert.Reason, words.Culture)), LongestReason),
            alert.Since, same.Max(one => one.EndedAt), Link(PathOf(alert)));
        return alert.Kind == PortalAlertKind.MemberAlert
            ? MessageLines.OfClusters(line, same) with { Subject = MessageLines.Subject(same, words), Link = Link(PathOf(alert, same.Select(one => one.ClusterName).Distinct().Count() == 1)) }
            : line;
    }

    /// <summary>Of alerts of one name: those of their one cluster, or of all.</summary>
    private static string PathOf(PortalAlert alert, bool isOneCluster) =>
        $"{AlertsPath}?q={Uri.EscapeDataString(alert.SubjectName)}{(isOneCluster ? $"&cluster={Uri.EscapeDataString(alert.ClusterName ?? "")}" : "")}";

    private static MessageWords WordsOf(string language) => new(CultureInfo.GetCultureInfo(language));

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Cut(string text, int most) => text.Length > most ? text[..(most - 1)] + "…" : text;

    private Uri? Link(string path) => options.Value.PublicUrl is { } root ? new Uri(root.AbsoluteUri.EndsWith('/') ? root : new Uri(root.AbsoluteUri + "/"), path) : null;
}

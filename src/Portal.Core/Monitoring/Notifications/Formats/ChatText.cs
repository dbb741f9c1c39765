using System.Text;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>The text of a message for chats. What comes from a cluster can begin no link, tag or mention.</summary>
internal static class ChatText
{
    /// <summary>For the markdown of DingTalk, Feishu and WeCom, which know no escapes: the full-width twins look the same.</summary>
    public static string Plain(string text) =>
        text.Replace('[', '［').Replace(']', '］').Replace('<', '＜').Replace('>', '＞').Replace('`', '\'').Replace('*', '＊').Replace('@', '＠').ReplaceLineEndings(" ");

    /// <summary>Slack's three escapes: without them a text could mention a whole channel.</summary>
    public static string Slack(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).ReplaceLineEndings(" ");

    /// <summary>"Cluster unreachable: member1. It did not answer. (Since 2026-11-28 12:00 UTC)"</summary>
    public static string Of(AlertLine line, AlertMessage message, Func<string, string> escape)
    {
        var text = new StringBuilder();
        if (message.Event == MessageEvent.Test)
        {
            return escape(line.Reason);
        }

        text.Append(escape($"{message.Words.Of(line.Severity)} · {line.Title} · {line.Subject}"));
        if (line.Cluster.Length > 0 && line.Cluster != line.Subject)
        {
            text.Append(escape($" · {message.Words.Cluster} {line.Cluster}"));
        }

        if (line.Reason.Length > 0)
        {
            text.Append(escape($" · {line.Reason}"));
        }

        return text.Append(escape($" · {message.Words.Since} {MessageWords.Time(line.Since)}")).ToString();
    }

    /// <summary>As many alerts as a chat names and as fit, and how many there are beyond.</summary>
    /// <param name="mostBytes">Of the whole, in UTF-8.</param>
    public static IReadOnlyList<string> Lines(AlertMessage message, Func<string, string> escape, int mostBytes)
    {
        var (lines, bytes) = (new List<string>(), 0);
        foreach (var line in message.Lines.Take(AlertMessage.MostNamed))
        {
            var text = Of(line, message, escape);
            bytes += Encoding.UTF8.GetByteCount(text) + 8;
            if (bytes > mostBytes && lines.Count > 0)
            {
                break;
            }

            lines.Add(text);
        }

        if (message.More(lines.Count) is { Length: > 0 } more)
        {
            lines.Add(more);
        }

        return lines;
    }

    /// <summary>Red, orange, grey, or green when it is over.</summary>
    public static string Colour(AlertMessage message) => message switch
    {
        { Event: MessageEvent.Ended } => "#2e9e5b",
        { Event: MessageEvent.Test } => "#4a7fd6",
        { Severity: AlertSeverity.Critical } => "#d64545",
        { Severity: AlertSeverity.Warning } => "#e08a1e",
        _ => "#8a8f98",
    };
}

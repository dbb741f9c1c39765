using System.Text.Json.Nodes;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>WeCom's group robot: markdown of at most 4,096 bytes, with its three colours.</summary>
internal static class WeComFormat
{
    private const int MostBytes = 2400;

    public static OutgoingPost Of(AlertMessage message, ChannelSecrets secrets)
    {
        var lines = ChatText.Lines(message, ChatText.Plain, MostBytes).Select(line => $"> {line}");
        var text = $"**<font color=\"{Colour(message)}\">{ChatText.Plain(message.Title)}</font>**\n{string.Join('\n', lines)}";
        if (message.Link is { } link)
        {
            text += $"\n[{message.LinkText}]({link})";
        }

        return OutgoingPost.Of(new Uri(secrets.Url), new JsonObject
        {
            ["msgtype"] = "markdown",
            ["markdown"] = new JsonObject { ["content"] = text },
        });
    }

    private static string Colour(AlertMessage message) => message switch
    {
        { Event: MessageEvent.Ended or MessageEvent.Test } => "info",
        { Severity: AlertSeverity.Info } => "comment",
        _ => "warning",
    };
}

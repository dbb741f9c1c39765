using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>DingTalk's group robot: markdown, and a signature in the address where the robot asks for one.</summary>
internal static class DingTalkFormat
{
    private const int MostBytes = 12_000;

    public static OutgoingPost Of(AlertMessage message, ChannelSecrets secrets)
    {
        var text = $"#### {ChatText.Plain(message.Title)}\n\n{string.Join('\n', ChatText.Lines(message, ChatText.Plain, MostBytes).Select(line => $"- {line}"))}";
        if (message.Link is { } link)
        {
            text += $"\n\n[{message.LinkText}]({link})";
        }

        return OutgoingPost.Of(Address(message, secrets), new JsonObject
        {
            ["msgtype"] = "markdown",
            ["markdown"] = new JsonObject { ["title"] = ChatText.Plain(message.Title), ["text"] = text },
        });
    }

    private static Uri Address(AlertMessage message, ChannelSecrets secrets)
    {
        if (secrets.SigningSecret.Length == 0)
        {
            return new Uri(secrets.Url);
        }

        var now = message.At.ToUnixTimeMilliseconds();
        var sign = Uri.EscapeDataString(Signatures.DingTalk(secrets.SigningSecret, now));
        var separator = secrets.Url.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"{secrets.Url}{separator}timestamp={now}&sign={sign}"));
    }
}

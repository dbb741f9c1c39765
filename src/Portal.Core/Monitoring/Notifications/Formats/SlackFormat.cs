using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>Slack's incoming webhook: a text for the notification, and blocks beside a coloured bar.</summary>
internal static class SlackFormat
{
    /// <summary>A section's text has at most 3,000 characters.</summary>
    private const int MostBytes = 2700;

    public static OutgoingPost Of(AlertMessage message, ChannelSecrets secrets)
    {
        var lines = ChatText.Lines(message, ChatText.Slack, MostBytes);
        var blocks = new JsonArray(
            Section($"*{ChatText.Slack(message.Title)}*"),
            Section(string.Join('\n', lines.Select(line => $"• {line}"))));
        if (message.Link is { } link)
        {
            blocks.Add(Section($"<{link}|{ChatText.Slack(message.LinkText)}>"));
        }

        return OutgoingPost.Of(new Uri(secrets.Url), new JsonObject
        {
            ["text"] = ChatText.Slack(message.Title),
            ["attachments"] = new JsonArray(new JsonObject { ["color"] = ChatText.Colour(message), ["blocks"] = blocks }),
        });
    }

    private static JsonObject Section(string text) =>
        new() { ["type"] = "section", ["text"] = new JsonObject { ["type"] = "mrkdwn", ["text"] = text } };
}

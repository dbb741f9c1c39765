using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Monitoring.PortalAlerts;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>Feishu's group robot: a card with a coloured head, and a signature in the body where the robot asks for one.</summary>
internal static class FeishuFormat
{
    private const int MostBytes = 12_000;

    public static OutgoingPost Of(AlertMessage message, ChannelSecrets secrets)
    {
        var elements = new JsonArray(new JsonObject
        {
            ["tag"] = "div",
            ["text"] = new JsonObject { ["tag"] = "lark_md", ["content"] = string.Join('\n', ChatText.Lines(message, ChatText.Plain, MostBytes)) },
        });
        if (message.Link is { } link)
        {
            elements.Add(new JsonObject
            {
                ["tag"] = "action",
                ["actions"] = new JsonArray(new JsonObject
                {
                    ["tag"] = "button",
                    ["text"] = new JsonObject { ["tag"] = "plain_text", ["content"] = message.LinkText },
                    ["type"] = "primary",
                    ["url"] = link.ToString(),
                }),
            });
        }

        var body = new JsonObject();
        if (secrets.SigningSecret.Length > 0)
        {
            var now = message.At.ToUnixTimeSeconds();
            body["timestamp"] = now.ToString(CultureInfo.InvariantCulture);
            body["sign"] = Signatures.Feishu(secrets.SigningSecret, now);
        }

        body["msg_type"] = "interactive";
        body["card"] = new JsonObject
        {
            ["config"] = new JsonObject { ["wide_screen_mode"] = true },
            ["header"] = new JsonObject { ["title"] = new JsonObject { ["tag"] = "plain_text", ["content"] = message.Title }, ["template"] = Template(message) },
            ["elements"] = elements,
        };
        return OutgoingPost.Of(new Uri(secrets.Url), body);
    }

    private static string Template(AlertMessage message) => message switch
    {
        { Event: MessageEvent.Ended } => "green",
        { Event: MessageEvent.Test } => "blue",
        { Severity: AlertSeverity.Critical } => "red",
        { Severity: AlertSeverity.Warning } => "orange",
        _ => "grey",
    };
}

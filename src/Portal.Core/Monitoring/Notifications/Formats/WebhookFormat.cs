using System.Text.Json.Nodes;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>JSON of the portal's own, signed by HMAC where a secret is given. The id is the same in each attempt: a receiver can drop a second one.</summary>
internal static class WebhookFormat
{
    public const string SignatureHeader = "X-Kurator-Signature-256";
    public const string IdHeader = "X-Kurator-Message-Id";

    public static OutgoingPost Of(AlertMessage message, ChannelSecrets secrets)
    {
        var post = OutgoingPost.Of(new Uri(secrets.Url), Body(message));
        var headers = new Dictionary<string, string> { [IdHeader] = message.Id.ToString() };
        if (secrets.SigningSecret.Length > 0)
        {
            headers[SignatureHeader] = Signatures.Webhook(secrets.SigningSecret, post.Body);
        }

        if (secrets.Token.Length > 0)
        {
            headers["Authorization"] = $"Bearer {secrets.Token}";
        }

        return post with { Headers = headers };
    }

    private static JsonObject Body(AlertMessage message) => new()
    {
        ["version"] = 1,
        ["id"] = message.Id.ToString(),
        ["event"] = Word(message.Event),
        ["severity"] = Word(message.Severity),
        ["title"] = message.Title,
        ["count"] = message.Count,
        ["sentAt"] = Time(message.At),
        ["url"] = message.Link?.ToString(),
        ["alerts"] = message.Event == MessageEvent.Test ? [] : new JsonArray([.. message.Lines.Select(line => (JsonNode)Line(line))]),
    };

    private static JsonObject Line(AlertLine line)
    {
        var json = new JsonObject
        {
            ["id"] = line.Id.ToString(),
            ["kind"] = Word(line.Kind),
            ["severity"] = Word(line.Severity),
            ["title"] = line.Title,
            ["subject"] = line.Subject,
            ["cluster"] = line.Cluster.Length > 0 ? line.Cluster : null,
            ["reason"] = line.Reason,
            ["since"] = Time(line.Since),
            ["endedAt"] = line.EndedAt is { } ended ? Time(ended) : null,
            ["url"] = line.Link?.ToString(),
        };
        if (line.Clusters is { } clusters)
        {
            json["count"] = line.Alerts;
            json["clusters"] = new JsonArray([.. clusters.Select(name => (JsonNode)name)]);
            json["labels"] = new JsonObject((line.Labels ?? new Dictionary<string, string>()).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        return json;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..];

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

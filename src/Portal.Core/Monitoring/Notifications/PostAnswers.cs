using System.Net;
using System.Text.Json;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Whether a channel has taken a message: group chats say no with status 200 and a code.</summary>
internal static class PostAnswers
{
    private const int Most = 16 * 1024;

    public static async Task DemandTakenAsync(ChannelKind kind, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            throw Refused(answer.StatusCode);
        }

        var field = kind switch
        {
            ChannelKind.DingTalk or ChannelKind.WeCom => ("errcode", "errmsg"),
            ChannelKind.Feishu => ("code", "msg"),
            _ => default,
        };
        if (field != default)
        {
            DemandCode(await ReadAsync(answer, cancellationToken), field.Item1, field.Item2);
        }
    }

    internal static void DemandCode(string text, string codeField, string messageField)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(codeField, out var code) && code.TryGetInt64(out var number))
            {
                if (number == 0)
                {
                    return;
                }

                var said = json.RootElement.TryGetProperty(messageField, out var message) && message.ValueKind == JsonValueKind.String ? message.GetString()! : "";
                throw new ChannelRefusedException($"It refused the message (code {number}): {said}", "Check the robot's address, its signing secret and its other security settings.");
            }
        }
        catch (JsonException)
        {
        }

        throw new ChannelRefusedException("What answered there is not the product that the channel is for.", "Check the channel's address.");
    }

    private static ChannelRefusedException Refused(HttpStatusCode status) => (int)status switch
    {
        >= 300 and < 400 => new($"It sends on to another address (status {(int)status}), which the portal does not follow.", "Give the address that it sends on to."),
        401 or 403 => new($"It refused the credential (status {(int)status}).", "Give the token or the address again."),
        404 or 410 => new($"It does not know the address (status {(int)status}).", "Make a new incoming webhook there and give its address."),
        429 => new("It takes no more messages for now (status 429).", "Wait; the portal tries again by itself."),
        _ => new($"It answered with status {(int)status}.", "Look at the log of the receiver."),
    };

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[Most];
        var read = await stream.ReadAtLeastAsync(buffer, Most, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }
}

using System.Text;
using MimeKit;
using MimeKit.Text;

namespace Portal.Core.Monitoring.Notifications.Formats;

/// <summary>A plain mail. Its Message-Id is the same in each attempt.</summary>
internal static class MailFormat
{
    public static MimeMessage Of(AlertMessage message, MailSettings settings)
    {
        var text = new StringBuilder();
        foreach (var line in message.Lines)
        {
            text.Append(ChatText.Of(line, message, plain => plain)).Append('\n');
            if (line.Link is { } link && message.Count > 1)
            {
                text.Append("  ").Append(link).Append('\n');
            }
        }

        if (message.More(message.Lines.Count) is { Length: > 0 } more)
        {
            text.Append(more).Append('\n');
        }

        if (message.Link is { } all)
        {
            text.Append('\n').Append(message.LinkText).Append(": ").Append(all).Append('\n');
        }

        var mail = new MimeMessage { Subject = message.Title.ReplaceLineEndings(" "), Date = message.At, MessageId = $"{message.Id:N}@kurator-portal", Body = new TextPart(TextFormat.Plain) { Text = text.ToString() } };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        mail.To.AddRange(settings.To.Select(MailboxAddress.Parse));
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }
}

using MimeKit;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Mail addresses as people type them: "Name &lt;a@b&gt;" or "a@b".</summary>
internal static class MailAddress
{
    public static bool IsValid(string? text) =>
        text is { Length: > 2 and <= 320 } && !text.Any(char.IsControl) && MailboxAddress.TryParse(text, out var address)
        && address.Address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < address.Address.Length - 1;
}

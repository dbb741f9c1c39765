using System.Text.Json;
using Portal.Core.Problems;
using Portal.Core.Secrets;

namespace Portal.Core.Monitoring.Notifications;

/// <summary>Puts a channel's secrets into its row, and says what of them may be said.</summary>
internal sealed class ChannelSecretStore(SecretProtector protector, ChannelSender sender)
{
    /// <summary>
    /// A secret that is not given stays. A changed address does not draw the others to another server: they must be given with it.
    /// </summary>
    public void Write(NotificationChannel channel, ChannelRequest request, string refused)
    {
        var isNew = channel.ProtectedSecrets.Length == 0;
        var kept = isNew ? new ChannelSecrets() : sender.Read(channel) ?? new ChannelSecrets();
        if (channel.Kind == ChannelKind.Email)
        {
            WriteMail(channel, request, kept, refused);
            return;
        }

        var url = request.Url is { Length: > 0 } given ? given : kept.Url;
        if (url.Length == 0)
        {
            throw ProblemException.Invalid(refused, "The address is missing.", "Give the address of the incoming webhook.", "url");
        }

        var moved = kept.Url.Length > 0 && Authority(kept.Url) != Authority(url);
        if (moved && ((request.Token is null && kept.Token.Length > 0) || (request.SigningSecret is null && kept.SigningSecret.Length > 0)))
        {
            throw ProblemException.Invalid(refused, "The password or token is missing: a stored one is not sent to another address.", "Give it again.", "token");
        }

        if (channel.Kind == ChannelKind.Webhook && (request.Token ?? kept.Token).Length > 0 && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            throw ProblemException.Invalid(refused, "A password or token is not sent over http://: use https://.", "Give an https:// address, or remove the token.", "url");
        }

        channel.Host = Authority(url);
        Protect(channel, new ChannelSecrets(url, request.SigningSecret ?? kept.SigningSecret, request.Token ?? kept.Token));
    }

    public ChannelView View(NotificationChannel channel)
    {
        var known = sender.Read(channel) ?? new ChannelSecrets();
        return new ChannelView(
            channel.Id, channel.Name, channel.Kind, channel.Language, channel.Host, known.SigningSecret.Length > 0, known.Token.Length > 0, known.Password.Length > 0, channel.Mail,
            channel.AlertKinds, channel.MinSeverity, channel.FleetIds, channel.ClusterIds, channel.RepeatAfter, channel.TellsEnds, channel.IsQuiet, channel.UpdatedAt, channel.UpdatedBy, channel.Version)
        {
            Hears = channel.Hears,
            Matchers = channel.Matchers,
        };
    }

    private void WriteMail(NotificationChannel channel, ChannelRequest request, ChannelSecrets kept, string refused)
    {
        var mail = request.Mail!;
        var same = channel.Mail is { } before && before.Host == mail.Host && before.Port == mail.Port && before.Username == mail.Username && before.Security == mail.Security;
        var password = mail.Username.Length == 0 ? "" : request.Password ?? (same ? kept.Password : "");
        if (mail.Username.Length > 0 && password.Length == 0)
        {
            throw ProblemException.Invalid(refused, "The password or token is missing: a stored one is not sent to another address.", "Give it again.", "password");
        }

        (channel.Mail, channel.Host) = (mail, mail.Host);
        Protect(channel, new ChannelSecrets(Password: password));
    }

    private void Protect(NotificationChannel channel, ChannelSecrets secrets) =>
        channel.ProtectedSecrets = protector.Protect(SecretProtector.NotificationChannel, JsonSerializer.Serialize(secrets));

    private static string Authority(string url) => new Uri(url).Authority;
}
